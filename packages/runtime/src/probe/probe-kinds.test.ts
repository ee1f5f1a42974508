import { createSocket, type Socket as UdpSocket } from "node:dgram";
import { createServer as createHttpsServer } from "node:https";
import type { AddressInfo, Server, Socket } from "node:net";
import { connect, createServer } from "node:net";
import { createServer as createTlsServer, type TlsOptions } from "node:tls";
import type { ProbeRequest } from "@skylane/core";
import { startTwin } from "@skylane/twin";
import { afterEach, describe, expect, it } from "vitest";
import { selfSigned } from "../../../../test/support/self-signed.ts";
import { smallEstate } from "../../../../test/support/small-estate.ts";
import { unlessHeldUp } from "../../../../test/support/unless-held-up.ts";
import { checkedProber } from "./checked-prober.ts";
import { directSocket } from "./open-socket.ts";
import { socketProber } from "./socket-prober.ts";
import { socksEcho, socksSocket } from "./through-socks.ts";

const own = selfSigned("canary.example.com");
const stranger = selfSigned("canary.example.com");
const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** Lets `server` listen on a free port; it and its connections end with the test. */
const listen = async (server: Server): Promise<number> => {
  const open = new Set<Socket>();
  server.on("connection", (socket) => {
    open.add(socket);
    socket.on("error", () => undefined);
  });
  closing.push(() => {
    server.close();
    for (const socket of open) socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
};
const https = (status: number, options: TlsOptions = own, headers: Record<string, string> = {}): Server =>
  createHttpsServer(options, (_, response) => void response.writeHead(status, headers).end("x".repeat(10_000)));
const udp = async (answer: (socket: UdpSocket, message: Buffer, port: number) => void): Promise<number> => {
  const socket = createSocket("udp4");
  closing.push(() => socket.close());
  socket.on("message", (message, from) => answer(socket, message, from.port));
  await new Promise<void>((resolve) => socket.bind(0, "127.0.0.1", resolve));
  return socket.address().port;
};
/** The smallest SOCKS5 proxy: greeting, user name, CONNECT to an IPv4 address, and then bytes in both directions. */
async function serveSocks(client: Socket): Promise<void> {
  const next = (): Promise<Buffer> => new Promise((resolve) => client.once("data", resolve));
  await next();
  client.write(Buffer.from([5, 2]));
  await next();
  client.write(Buffer.from([1, 0]));
  const asked = await next();
  const target = connect(asked.readUInt16BE(8), [...asked.subarray(4, 8)].join("."), () => {
    client.write(Buffer.from([5, 0, 0, 1, 0, 0, 0, 0, 0, 0]));
    client.pipe(target).pipe(client);
  });
  target.on("error", () => client.destroy());
}
const prober = socketProber(directSocket);
const probe = (kind: ProbeRequest["kind"], port: number, more: Partial<ProbeRequest> = {}) =>
  prober.probe({ kind, sourceIp: "127.0.0.1", host: "127.0.0.1", port, timeoutMs: 2_000, ...more });
const trusting = { tls: { caPem: own.cert, isInsecure: false } };
const ok = { outcome: "ok", rttMs: expect.any(Number) };

describe("runtime/probe tls", () => {
  it.each(["TLSv1.2", "TLSv1.3"] as const)(
    "takes a handshake of %s with a certificate nobody vouches for",
    async (v) => {
      const port = await listen(createTlsServer({ ...own, minVersion: v, maxVersion: v }));

      expect(await probe("tls", port)).toEqual(ok);
    },
  );

  it("asks for the name it is told", async () => {
    const asked: unknown[] = [];
    const server = createTlsServer({
      ...own,
      SNICallback(name, done) {
        asked.push(name);
        done(null);
      },
    });
    const port = await listen(server);

    await probe("tls", port, { tls: { serverName: "canary.example.com", isInsecure: false } });

    expect(asked).toEqual(["canary.example.com"]);
  });

  it("says timeout if the far end says nothing, in the time it was given", async () => {
    const port = await listen(createServer(() => undefined));

    expect(await unlessHeldUp(() => probe("tls", port, { timeoutMs: 60 }))).toEqual({ outcome: "timeout" });
  });

  it.each<[string, (socket: Socket) => void]>([
    ["speaks no TLS", (socket) => void socket.end("HTTP/1.1 400 Bad Request\r\n\r\n")],
    ["resets the connection", (socket) => void socket.resetAndDestroy()],
    ["closes the connection", (socket) => void socket.end()],
  ])("says refused if the far end %s", async (_, answer) => {
    const port = await listen(createServer((socket) => void socket.once("data", () => answer(socket))));

    expect(await probe("tls", port)).toEqual({ outcome: "refused" });
  });

  it("says refused if the far end presents no certificate", async () => {
    const pskCallback = () => Buffer.alloc(32, 1);
    const server = createTlsServer({ pskCallback, ciphers: "PSK+HIGH", maxVersion: "TLSv1.2" });
    const port = await listen(server);

    expect(await probe("tls", port)).toEqual({ outcome: "refused" });
  });

  it("says refused if nobody listens", async () => {
    const port = await listen(createServer());
    closing.pop()?.();

    expect(await probe("tls", port)).toEqual({ outcome: "refused" });
  });
});

describe("runtime/probe https", () => {
  it.each([
    [200, ok],
    [404, ok],
    [500, { outcome: "refused" }],
    [503, { outcome: "refused" }],
  ])("an answer of %i", async (status, answer) => {
    expect(await probe("https", await listen(https(status)), trusting)).toEqual(answer);
  });

  it("does not follow a redirect", async () => {
    const visits: unknown[] = [];
    const elsewhere = await listen(createServer((socket) => void visits.push(socket)));
    const port = await listen(https(302, own, { location: `http://127.0.0.1:${elsewhere}/` }));

    expect(await probe("https", port, trusting)).toEqual(ok);
    expect(visits).toEqual([]);
  });

  it("takes no certificate of a stranger, unless it is told to take any", async () => {
    const port = await listen(https(200, stranger));

    expect(await probe("https", port, trusting)).toEqual({ outcome: "refused" });
    expect(await probe("https", port)).toEqual({ outcome: "refused" });
    expect(await probe("https", port, { tls: { isInsecure: true } })).toEqual(ok);
  });

  it("takes no certificate of another name", async () => {
    const port = await listen(https(200));
    const asking = (serverName: string) => probe("https", port, { tls: { ...trusting.tls, serverName } });

    expect(await asking("canary.example.com")).toEqual(ok);
    expect(await asking("other.example.com")).toEqual({ outcome: "refused" });
  });

  it("says timeout if the handshake is done and no answer comes", async () => {
    const port = await listen(createTlsServer(own));

    expect(await unlessHeldUp(() => probe("https", port, { ...trusting, timeoutMs: 100 }))).toEqual({
      outcome: "timeout",
    });
  });

  it("says refused for what is no HTTP", async () => {
    const port = await listen(createTlsServer(own, (socket) => void socket.end("220 mail.example.com ESMTP\r\n")));

    expect(await probe("https", port, trusting)).toEqual({ outcome: "refused" });
  });

  it("blames itself for an authority that is no certificate", async () => {
    const port = await listen(https(200));
    const broken = { caPem: "-----BEGIN CERTIFICATE-----\nbroken\n-----END CERTIFICATE-----", isInsecure: false };

    expect(await probe("https", port, { tls: broken })).toEqual({ outcome: "vantage-error" });
  });
});

describe("runtime/probe http", () => {
  it("takes any byte for an answer, and a reset for a refusal", async () => {
    const speaking = await listen(createServer((socket) => void socket.end("HTTP/1.1 500 Oops\r\n\r\n")));
    const resetting = await listen(createServer((socket) => void socket.once("data", () => socket.resetAndDestroy())));

    expect(await probe("http", speaking)).toEqual(ok);
    expect(await probe("http", resetting)).toEqual({ outcome: "refused" });
  });
});

describe("runtime/probe udp", () => {
  it("measures the echo of 64 bytes", async () => {
    const sizes: number[] = [];
    const port = await udp((socket, message, from) => {
      sizes.push(message.length);
      socket.send(message, from, "127.0.0.1");
    });

    expect(await probe("udp", port)).toEqual(ok);
    expect(sizes).toEqual([64]);
  });

  it("passes over what is not what it sent, and takes the echo after it", async () => {
    const port = await udp((socket, message, from) => {
      socket.send(Buffer.alloc(64, 7), from, "127.0.0.1", () => socket.send(message, from, "127.0.0.1"));
    });

    expect(await probe("udp", port)).toEqual(ok);
  });

  it.each<[string, (message: Buffer) => Buffer | undefined]>([
    ["nothing comes back", () => undefined],
    ["another nonce comes back", (message) => Buffer.concat([message.subarray(0, 63), Buffer.from([0, 0])])],
  ])("says timeout if %s", async (_, answer) => {
    const port = await udp((socket, message, from) => {
      const back = answer(message);
      if (back) socket.send(back, from, "127.0.0.1");
    });

    expect(await unlessHeldUp(() => probe("udp", port, { timeoutMs: 60 }))).toEqual({ outcome: "timeout" });
  });

  it("sends another nonce each time", async () => {
    const seen = new Set<string>();
    const port = await udp((socket, message, from) => {
      seen.add(message.toString("hex"));
      socket.send(message, from, "127.0.0.1");
    });

    for (let i = 0; i < 5; i += 1) await probe("udp", port);

    expect(seen.size).toBe(5);
  });

  it("says refused if nobody listens", async () => {
    const port = await udp(() => undefined);
    closing.pop()?.();

    expect(await probe("udp", port)).toEqual({ outcome: "refused" });
  });
});

describe("runtime/probe through a proxy", () => {
  const start = async () => {
    const twin = await startTwin({ estate: smallEstate(), apiPort: 0, socksPort: 0, seed: 1 });
    const { hostname, port } = new URL(twin.socksUrl);
    const proxy = { host: hostname, port: Number(port) };
    return { twin, prober: socketProber(socksSocket(proxy), socksEcho(proxy)) };
  };
  const canary = { sourceIp: "10.255.1.5", host: "10.254.0.1", port: 7, timeoutMs: 2_000 };

  it("echoes datagrams by the path's own time, and loses them with the path", async () => {
    const { twin, prober } = await start();
    try {
      const answer = await prober.probe({ ...canary, kind: "udp" });
      expect(answer.outcome).toBe("ok");
      expect(answer.rttMs).toBeGreaterThanOrEqual(3.5);

      twin.world.addFault({ kind: "blackhole", direction: "both", target: { connectionId: "dx" } });
      expect(await unlessHeldUp(() => prober.probe({ ...canary, kind: "udp", timeoutMs: 100 }))).toEqual({
        outcome: "timeout",
      });
      expect(await prober.probe({ ...canary, kind: "udp", sourceIp: "1.2.3.4" })).toEqual({ outcome: "vantage-error" });
    } finally {
      await twin.close();
    }
  });

  it("speaks TLS over the proxy's connection", async () => {
    const port = await listen(https(204));
    const proxy = await listen(createServer((client) => void serveSocks(client)));
    const over = socketProber(socksSocket({ host: "127.0.0.1", port: proxy }));
    const target = { sourceIp: "10.0.0.1", host: "127.0.0.1", port, timeoutMs: 2_000 };

    expect(await over.probe({ ...target, kind: "tls" })).toEqual(ok);
    expect(await over.probe({ ...target, ...trusting, kind: "https" })).toEqual(ok);
    expect(await over.probe({ ...target, kind: "https" })).toEqual({ outcome: "refused" });
  });

  it("blames the vantage for datagrams if the proxy is away", async () => {
    const away = socketProber(directSocket, socksEcho({ host: "127.0.0.1", port: 1 }));

    expect(await away.probe({ ...canary, kind: "udp" })).toEqual({ outcome: "vantage-error" });
  });
});

describe("runtime/probe/checked-prober", () => {
  it("sends nothing to what may not be probed, and says so", async () => {
    const sent: string[] = [];
    const said: unknown[] = [];
    const quiet = () => undefined;
    const log = {
      debug: quiet,
      info: quiet,
      warn: quiet,
      error: (_: string, values?: object) => void said.push(values),
    };
    const checked = checkedProber(
      { probe: async ({ host }) => ({ outcome: sent.push(host) ? "ok" : "refused" }) },
      { allowedCidrs: ["10.1.0.0/16"], isLoopbackAllowed: false },
      log,
    );
    const ask = (host: string) => checked.probe({ kind: "http", sourceIp: "10.1.0.1", host, port: 80, timeoutMs: 100 });

    expect((await ask("10.1.0.9")).outcome).toBe("ok");
    expect(await ask("169.254.169.254")).toEqual({ outcome: "vantage-error" });
    expect(await ask("metadata.google.internal")).toEqual({ outcome: "vantage-error" });
    expect(sent).toEqual(["10.1.0.9"]);
    expect(said).toHaveLength(2);
  });
});
