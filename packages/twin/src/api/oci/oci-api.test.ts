import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Estate } from "../../estate/estate.ts";
import { startTwin, type Twin } from "../../start-twin.ts";

const TENANCY = "ocid1.tenancy.oc1..aaaaskylane";
const signed = { authorization: 'Signature version="1",keyId="t/u/f",signature="s"' };
const estate = () =>
  Estate.parse({
    version: 1,
    name: "oracle",
    networks: [
      {
        id: "ledger",
        cloud: "oci",
        regionId: "us-ashburn-1",
        cidrs: ["10.20.0.0/16"],
        gatewayId: "drg",
        resourceCount: 120,
      },
      { id: "dc", cloud: "onprem", regionId: "dc", cidrs: ["10.9.0.0/16"], gatewayId: "r1" },
    ],
    gateways: [
      { id: "drg", kind: "router", cloud: "oci", regionId: "us-ashburn-1", providerId: "drg", asn: 31_898 },
      { id: "r1", kind: "router", cloud: "onprem", regionId: "dc", providerId: "r1", asn: 65_010 },
    ],
    connections: [
      {
        id: "tunnel",
        kind: "vpn",
        a: { at: "drg", announces: ["10.20.0.0/16"], peerIp: "169.254.1.1", publicIp: "198.51.100.1" },
        b: { at: "r1", announces: ["10.9.0.0/16"], peerIp: "169.254.1.2", publicIp: "198.51.100.2" },
        bandwidthMbps: 250,
        latencyMs: 5,
      },
    ],
    flows: [],
  });

let twin: Twin;
beforeEach(async () => {
  twin = await startTwin({ estate: estate(), apiPort: 0, socksPort: 0, seed: 1 });
  await temper({});
});
afterEach(() => twin.close());

const temper = (realism: object) =>
  fetch(`${twin.apiUrl}/lab/realism`, {
    method: "PUT",
    body: JSON.stringify({ apiLatencyMs: 0, apiJitterMs: 0, ...realism }),
  });
const call = async (path: string, { region = "us-ashburn-1", method = "GET", headers = signed as object } = {}) => {
  const answer = await fetch(`${twin.apiUrl}/oci/${region}/20160918/${path}`, { method, headers: { ...headers } });
  return { status: answer.status, headers: answer.headers, body: (await answer.json()) as Record<string, string>[] };
};
const compartment = async () => (await call(`compartments?compartmentId=${TENANCY}`)).body[0]?.id ?? "";

describe("twin/api/oci", () => {
  it("lists what stands in a compartment, page by page", async () => {
    const where = `vnicAttachments?compartmentId=${await compartment()}&limit=50`;
    const pages: number[] = [];
    let page = "";
    do {
      const { body, headers } = await call(`${where}${page && `&page=${page}`}`);
      pages.push(body.length);
      page = headers.get("opc-next-page") ?? "";
    } while (page !== "");

    expect(pages).toEqual([50, 50, 20]);
    expect((await call(`vcns?compartmentId=${TENANCY}`)).body).toEqual([]); // nothing stands in the root
    expect((await call(`${where}&page=000000000000-50`)).status).toBe(400);
  });

  it("tells a tunnel's state, and no routes of one that is down", async () => {
    const [ipsec] = (await call(`ipsecConnections?compartmentId=${await compartment()}`)).body;
    const [tunnel] = (await call(`ipsecConnections/${ipsec?.id}/tunnels`)).body;
    const routes = async () => (await call(`ipsecConnections/${ipsec?.id}/tunnels/${tunnel?.id}/routes`)).body;

    expect(tunnel).toMatchObject({ status: "UP", vpnIp: "198.51.100.1", cpeIp: "198.51.100.2" });
    expect((await routes()).map(({ prefix, advertiser }) => `${prefix} ${advertiser}`)).toEqual([
      "10.9.0.0/16 CUSTOMER",
      "10.20.0.0/16 ORACLE",
    ]);
  });

  it("refuses in Oracle's words what is not signed, not there, not allowed, too much, and every write", async () => {
    const where = `vcns?compartmentId=${await compartment()}`;

    expect(await call(where, { headers: {} })).toMatchObject({ status: 401, body: { code: "NotAuthenticated" } });
    expect(await call("vcns/none")).toMatchObject({ status: 404, body: { code: "NotAuthorizedOrNotFound" } });
    expect(await call("vcns")).toMatchObject({ status: 400, body: { code: "MissingParameter" } });
    expect((await call(where, { region: "eu-paris-1" })).status).toBe(401);
    expect((await call(where, { method: "POST" })).status).toBe(405);
    await temper({ deniedScopes: ["oci:us-ashburn-1"] });
    expect(await call(where)).toMatchObject({ status: 404, body: { code: "NotAuthorizedOrNotFound" } });
    await temper({ callsPerSecond: 1 });
    const answers = await Promise.all([call(where), call(where), call(where)]);
    const throttled = answers.find(({ status }) => status === 429);
    expect(throttled?.headers.get("retry-after")).toBe("1");
  });
});
