import type { AddressInfo } from "node:net";
import { createServer, type Server } from "node:net";
import { startTwin, type Twin } from "@skylane/twin";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { smallEstate } from "../../../../test/support/small-estate.ts";
import { unlessHeldUp } from "../../../../test/support/unless-held-up.ts";
import { directSocket } from "./open-socket.ts";
import { outcomeOf, socketProber } from "./socket-prober.ts";
import { socksSocket } from "./through-socks.ts";

let twin: Twin;
let quiet: Server;
beforeAll(async () => {
  twin = await startTwin({ estate: smallEstate(), apiPort: 0, socksPort: 0, seed: 1 });
  quiet = createServer((socket) => void socket.on("error", () => undefined));
  await new Promise<void>((resolve) => quiet.listen(0, "127.0.0.1", resolve));
});
afterAll(async () => {
  await twin.close();
  quiet.close();
});
const proxied = () => {
  const { hostname, port } = new URL(twin.socksUrl);
  return socketProber(socksSocket({ host: hostname, port: Number(port) }));
};
const probe = { kind: "http", sourceIp: "10.255.1.5", host: "10.254.0.1", port: 7, timeoutMs: 400 } as const;

describe("runtime/probe/socket-prober", () => {
  it.each(["tcp", "http"] as const)("measures a round trip by %s that is at least the path's own", async (kind) => {
    const answer = await proxied().probe({ ...probe, kind });

    expect(answer.outcome).toBe("ok");
    expect(answer.rttMs).toBeGreaterThanOrEqual(3.5);
  });

  it.each([
    ["an address nobody routes to", { host: "172.16.0.1" }, "unreachable"],
    ["a port nobody listens at", { port: 9 }, "refused"],
    ["a source that is not in the estate", { sourceIp: "1.2.3.4" }, "vantage-error"],
  ])("says what became of %s", async (_, more, outcome) => {
    expect(await proxied().probe({ ...probe, ...more })).toEqual({ outcome });
  });

  it("says timeout when nothing comes back, and recovers when it does", async () => {
    const fault = twin.world.addFault({ kind: "blackhole", direction: "both", target: { connectionId: "dx" } });
    expect(await unlessHeldUp(() => proxied().probe({ ...probe, timeoutMs: 100 }))).toEqual({ outcome: "timeout" });
    twin.world.removeFault(fault.id);
    expect((await proxied().probe(probe)).outcome).toBe("ok");
  });

  it("blames the vantage, not the path, when the proxy itself is away", async () => {
    const answer = await socketProber(socksSocket({ host: "127.0.0.1", port: 1 })).probe(probe);

    expect(answer).toEqual({ outcome: "vantage-error" });
  });

  it("probes straight without a proxy, and gives up on a server that does not speak", async () => {
    const { port } = quiet.address() as AddressInfo;
    const direct = { sourceIp: "10.0.0.1", host: "127.0.0.1", port, timeoutMs: 100 };

    expect((await socketProber(directSocket).probe({ ...direct, kind: "tcp" })).outcome).toBe("ok");
    const asking = () => socketProber(directSocket).probe({ ...direct, kind: "http" });
    expect((await unlessHeldUp(asking)).outcome).toBe("timeout");
    expect((await socketProber(directSocket).probe({ ...direct, kind: "tcp", port: 1 })).outcome).toBe("refused");
  });

  it("blames the vantage for a time-out that it noticed late, for it was busy itself", async () => {
    const { port } = quiet.address() as AddressInfo;
    const asked = { kind: "http", sourceIp: "10.0.0.1", host: "127.0.0.1", port, timeoutMs: 20 } as const;
    const pending = socketProber(directSocket).probe(asked);
    const busySinceMs = performance.now();
    while (performance.now() - busySinceMs < 150);

    expect(await pending).toEqual({ outcome: "vantage-error" });
  });

  it.each([
    ["Proxy connection timed out", "timeout"],
    ["Socks5 proxy rejected connection - ConnectionRefused", "refused"],
    ["Socks5 proxy rejected connection - HostUnreachable", "unreachable"],
    ["Socks5 proxy rejected connection - NotAllowed", "vantage-error"],
    ["too many open files", "vantage-error"],
  ])("reads %s", (message, outcome) => {
    expect(outcomeOf(new Error(message))).toBe(outcome);
  });
});
