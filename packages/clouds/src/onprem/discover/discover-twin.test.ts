import { CloudDiscovery } from "@skylane/core";
import { joinTopology } from "@skylane/engine";
import { loadEstate, parseEstate, startTwin, type Twin } from "@skylane/twin";
import { afterEach, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { discoverOnprem } from "./discover-onprem.ts";

let twin: Twin | undefined;
afterEach(() => twin?.close());

const start = async (estate: Parameters<typeof startTwin>[0]["estate"]) => {
  twin = await startTwin({ estate, apiPort: 0, socksPort: 0, seed: 1 });
  return twin;
};
const look = async (routers: readonly string[], sites: readonly string[]) =>
  CloudDiscovery.parse(
    await discoverOnprem({ routerGatewayUrl: `${twin?.apiUrl}/routers` })({
      accounts: routers.map((id) => ({ id })),
      regions: sites,
      concurrency: 32,
      nowMs: () => Date.now(),
    }),
  );
const fault = (kind: string, connectionId: string) =>
  fetch(`${twin?.apiUrl}/lab/faults`, { method: "POST", body: JSON.stringify({ kind, target: { connectionId } }) });

const network = (id: string, site: string, cidr: string, gatewayId: string) => ({
  id,
  cloud: "onprem",
  regionId: site,
  cidrs: [cidr],
  gatewayId,
});
const router = (id: string, regionId: string, asn: number) => ({
  id,
  kind: "router",
  cloud: "onprem",
  regionId,
  providerId: id,
  asn,
});
const twoSites = () =>
  parseEstate(
    stringify({
      version: 1,
      name: "two-sites",
      networks: [network("a", "east", "10.9.0.0/16", "east-r1"), network("b", "west", "10.10.0.0/16", "west-r1")],
      gateways: [router("east-r1", "east", 65_010), router("west-r1", "west", 65_020)],
      connections: [
        {
          id: "fibre",
          kind: "transit-peering",
          a: { at: "east-r1", peerIp: "169.254.1.1", announces: ["10.9.0.0/16"] },
          b: { at: "west-r1", peerIp: "169.254.1.2", announces: ["10.10.0.0/16"] },
          bandwidthMbps: 10_000,
          latencyMs: 5,
          bfd: { intervalMs: 300, detectMultiplier: 3 },
          createdOn: "2024-01-01",
          tags: { owner: "<script>\u202e" },
        },
        {
          id: "tunnel",
          kind: "vpn",
          a: { at: "east-r1", peerIp: "169.254.2.1", publicIp: "198.51.100.1", announces: ["10.9.0.0/16"] },
          b: { at: "west-r1", peerIp: "169.254.2.2", publicIp: "198.51.100.2", announces: ["10.10.0.0/16"] },
          bandwidthMbps: 1_000,
          latencyMs: 9,
          isEncrypted: true,
          isPublic: true,
        },
      ],
      flows: [{ id: "f", source: "10.9.0.5", destination: "10.10.0.5", port: 443, monthlyGb: 300 }],
    }),
    "two-sites",
  );

describe("clouds/onprem/discover-twin", () => {
  it("finds every router of the example estate, with each of its links", async () => {
    const estate = loadEstate("globalcart");
    await start(estate);
    const found = await look(["dc1-r1", "dc2-r1", "dc3-r1"], ["dc1", "dc2", "dc3"]);

    expect(found.gaps).toEqual([]);
    expect(found.gateways.map(({ nativeId, asn, regionId }) => [nativeId, asn, regionId])).toEqual([
      ["dc1-r1", 65_010, "dc1"],
      ["dc2-r1", 65_020, "dc2"],
      ["dc3-r1", 65_030, "dc3"],
    ]);
    expect(found.networks.map(({ cidrs, endpointCount }) => [...cidrs, endpointCount])).toEqual([
      ["10.9.0.0/16", 0],
      ["10.10.0.0/16", 0],
      ["10.11.0.0/16", 0],
    ]);
    const ends = estate.connections.flatMap(({ id, a, b }) =>
      [a, b].flatMap(({ at }) => (/^dc\d-r1$/.test(at) ? [`${at}/${id}`] : [])),
    );
    expect(found.links.map(({ nativeId }) => nativeId).sort()).toEqual(ends.sort());
    expect(found.links.every(({ control }) => control === "up")).toBe(true);
    expect(found.callCount).toBeLessThan(60);
  });

  it("tells of each link what the two routers tell each other, and joins it to one", async () => {
    await start(twoSites());
    const found = await look(["east-r1", "west-r1"], ["east", "west"]);
    const { connections } = joinTopology([found], { estate: "two-sites", networks: [], connections: [], flows: [] }, 1);

    expect(found.links.find(({ nativeId }) => nativeId === "east-r1/fibre")).toMatchObject({
      isBfdOn: true,
      receivedPrefixes: ["10.10.0.0/16"],
      announcedPrefixes: ["10.9.0.0/16"],
      bandwidthMbps: 10_000,
    });
    const bytes = found.links.find(({ nativeId }) => nativeId === "west-r1/fibre")?.bytes30d ?? 0;
    expect(Math.abs(bytes - 300e9)).toBeLessThan(1e9);
    expect(
      connections.map(({ kind, status, sightings, evidence }) => [kind, status, sightings.length, evidence[0]?.rule]),
    ).toEqual(
      expect.arrayContaining([
        ["transit-peering", "up", 2, "inside-addresses"],
        ["vpn", "up", 2, "public-ips"],
      ]),
    );
    expect(connections).toHaveLength(2);
  });

  it("sees a link that is cut go down at both ends, and its routes go over the other", async () => {
    await start(twoSites());
    await fault("cut", "fibre");
    await expect
      .poll(
        async () =>
          (await look(["west-r1"], ["west"])).links.find(({ nativeId }) => nativeId === "west-r1/fibre")?.control,
        {
          timeout: 5_000,
        },
      )
      .toBe("down");

    const { links, routes } = await look(["east-r1"], ["east"]);
    expect(links.find(({ nativeId }) => nativeId === "east-r1/fibre")).toMatchObject({
      control: "down",
      receivedPrefixes: [],
    });
    expect(routes.find(({ prefix }) => prefix === "10.10.0.0/16")?.next).toEqual({
      kind: "link",
      key: "onprem/east-r1/tunnel",
    });
  });

  it("has a gap for a router that the gateway does not know, and for a gateway that is not there", async () => {
    await start(twoSites());
    const { gaps, gateways } = await look(["east-r1", "north-r1"], ["east", "north"]);
    const nobody = await discoverOnprem({ routerGatewayUrl: "http://127.0.0.1:9" })({
      accounts: [{ id: "east-r1" }],
      regions: [],
      concurrency: 4,
      nowMs: () => 1,
    });

    expect(gateways.map(({ nativeId }) => nativeId)).toEqual(["east-r1"]);
    expect(gaps).toMatchObject([{ accountId: "north-r1", todo: expect.stringContaining("clouds.onprem.accounts") }]);
    expect(nobody.gaps).toMatchObject([
      { reason: "unavailable", todo: expect.stringContaining("SKYLANE_ROUTER_GATEWAY_URL") },
    ]);
  });
});
