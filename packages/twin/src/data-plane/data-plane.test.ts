import { connect as connectTls, type TLSSocket } from "node:tls";
import { startTwin, type Twin } from "@skylane/twin";
import { type Packet, streamDecode, streamEncode } from "dns-packet";
import { SocksClient } from "socks";
import { afterEach, describe, expect, it } from "vitest";
import { smallEstate } from "../../../../test/support/small-estate.ts";

const ORDERS = "10.1.0.5";
const ERP = "10.9.0.20";
const LATE_MS = 500;

const estate = smallEstate((raw) => ({
  ...raw,
  services: [
    {
      id: "orders",
      kind: "lambda",
      name: "orders",
      cloud: "aws",
      regionId: "us-east-1",
      networkId: "vpc",
      address: ORDERS,
      securityGroupIds: ["sg-1"],
    },
    {
      id: "erp",
      kind: "host",
      name: "erp",
      cloud: "onprem",
      regionId: "dc1",
      networkId: "dc",
      address: ERP,
      port: 443,
      isTls: true,
      dnsName: "erp.dc.example.internal",
    },
  ],
  guards: {
    securityGroups: [
      {
        id: "sg-1",
        name: "orders",
        networkId: "vpc",
        rules: [{ id: "out", direction: "egress", protocol: "all", cidr: "0.0.0.0/0" }],
      },
    ],
  },
  names: {
    zones: [
      {
        id: "zone",
        cloud: "onprem",
        name: "dc.example.internal",
        networkIds: ["dc"],
        records: [{ name: "erp.dc.example.internal", type: "A", ttlSeconds: 60, values: [ERP] }],
      },
    ],
  },
}));

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});
const aTwin = async (): Promise<Twin> => {
  const twin = await startTwin({ estate, apiPort: 0, socksPort: 0, seed: 1 });
  closing.push(() => twin.close());
  return twin;
};
const open = async ({ socksUrl }: Twin, source: string, host: string, port: number, timeout = 5_000) => {
  const proxy = new URL(socksUrl);
  const { socket } = await SocksClient.createConnection({
    proxy: { host: proxy.hostname, port: Number(proxy.port), type: 5, userId: source, password: "-" },
    command: "connect",
    destination: { host, port },
    timeout,
  });
  closing.push(() => socket.destroy());
  return socket;
};
const authorityOf = async ({ apiUrl }: Twin): Promise<string> => {
  const answer = await fetch(`${apiUrl}/lab/certificate-authority`);
  return ((await answer.json()) as { pem: string }).pem;
};
const secure = async (twin: Twin, servername: string, ca: string): Promise<TLSSocket> => {
  const stream = connectTls({ socket: await open(twin, ORDERS, ERP, 443), servername, ca });
  return new Promise(
    (resolve, reject) => void stream.once("secureConnect", () => resolve(stream)).once("error", reject),
  );
};
const query = (name: string): Packet => ({ type: "query", id: 7, flags: 256, questions: [{ type: "A", name }] });

describe("twin/data-plane", () => {
  it("a service speaks TLS for its own name, and for no other", async () => {
    const twin = await aTwin();
    const pem = await authorityOf(twin);

    const stream = await secure(twin, "erp.dc.example.internal", pem);
    stream.write("GET / HTTP/1.1\r\n\r\n");
    const answer = await new Promise<string>((resolve) => stream.once("data", (data) => resolve(data.toString())));

    expect(answer).toContain(`"host":"${ERP}"`);
    await expect(secure(twin, "other.example.internal", pem)).rejects.toThrow(/does not match certificate's altnames/);
    const stranger = await aTwin();
    await expect(secure(stranger, "erp.dc.example.internal", pem)).rejects.toThrow(/certificate/);
  });

  it("what the rules forbid gets no answer at all", async () => {
    const twin = await aTwin();
    await open(twin, ORDERS, ERP, 443);

    twin.world.security.groupRules.get("sg-1")?.clear();

    await expect(open(twin, ORDERS, ERP, 443, LATE_MS)).rejects.toThrow(/timed out/);
    const why = await fetch(`${twin.apiUrl}/lab/trace?from=${ORDERS}&to=${ERP}&port=443`);
    expect(await why.json()).toMatchObject({
      forward: { kind: "delivered" },
      rules: { isAllowed: false, serviceId: "orders", by: "source", rule: "no security group allows egress" },
    });
  });

  it("where nobody listens a connection is refused, not dropped", async () => {
    await expect(open(await aTwin(), ORDERS, ERP, 444)).rejects.toThrow(/ConnectionRefused/);
  });

  it("a resolver answers over TCP, also in pieces, and is the one of the network that is asked", async () => {
    const twin = await aTwin();
    const socket = await open(twin, "10.9.0.77", "10.9.0.2", 53);

    const asked = streamEncode(query("erp.dc.example.internal"));
    socket.write(asked.subarray(0, 5));
    socket.write(asked.subarray(5));
    const answer = streamDecode(await new Promise<Buffer>((resolve) => socket.once("data", resolve)));

    expect(answer).toMatchObject({ id: 7, type: "response", rcode: "NOERROR", answers: [{ type: "A", data: ERP }] });
    await expect(open(twin, "10.9.0.77", "10.1.0.2", 53)).rejects.toThrow(/ConnectionRefused/);
  });

  it("what is no question ends the connection, and nothing else", async () => {
    const twin = await aTwin();
    const socket = await open(twin, "10.9.0.77", "10.9.0.2", 53);

    socket.write(Buffer.from([0, 3, 1, 2, 3]));
    await new Promise((resolve) => socket.once("close", resolve));

    expect((await open(twin, "10.9.0.77", "10.9.0.2", 53)).destroyed).toBe(false);
  });
});
