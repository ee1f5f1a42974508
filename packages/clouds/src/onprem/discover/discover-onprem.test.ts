import { CloudDiscovery, type DiscoveryRequest } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { cloudError } from "../../_shared/errors.ts";
import { discoverOnprem } from "./discover-onprem.ts";
import { edgeRouter, fakeRouters, type Printed } from "./fake-router.ts";

const NOW_MS = 1_700_000_100_000;
const look = async (routers: Readonly<Record<string, Printed>>, more: Partial<DiscoveryRequest> = {}) =>
  CloudDiscovery.parse(
    await discoverOnprem(
      { routerGatewayUrl: undefined },
      fakeRouters(routers),
    )({
      accounts: Object.keys(routers).map((id) => ({ id })),
      regions: ["dc1", "dc2"],
      concurrency: 8,
      nowMs: () => NOW_MS,
      ...more,
    }),
  );
const linkOf = ({ links }: CloudDiscovery, id: string) => links.find(({ nativeId }) => nativeId === id);

describe("clouds/onprem/discover", () => {
  it("shows a router, the networks behind it, its links and what it uses as routes", async () => {
    const found = await look({ "dc1-r1": edgeRouter() });

    expect(found.gaps).toEqual([]);
    expect(found.gateways).toMatchObject([
      {
        key: "onprem/dc1-r1",
        kind: "router",
        name: "edge1",
        asn: 65_010,
        regionId: "dc1",
        publicIps: ["203.0.113.10"],
        networkKeys: ["onprem/dc1/10.9.0.0/16"],
        tags: { frr: "8.4.4" },
      },
    ]);
    expect(found.networks).toMatchObject([
      { cidrs: ["10.9.0.0/16"], subnetCount: 1, endpointCount: 0, name: "servers", regionId: "dc1" },
    ]);
    expect(found.links.map(({ nativeId }) => nativeId)).toEqual(["dc1-r1/eth2.101", "dc1-r1/vti0", "dc1-r1/gre1"]);
  });

  it("knows a circuit by its addresses, ASNs and VLAN, with what is heard and told over it", async () => {
    expect(linkOf(await look({ "dc1-r1": edgeRouter() }), "dc1-r1/eth2.101")).toMatchObject({
      name: "dxcon-1",
      aliases: ["eth2.101", "dxcon-1", "169.254.10.1"],
      join: {
        localInsideIp: "169.254.10.2",
        peerInsideIp: "169.254.10.1",
        localAsn: 65_010,
        peerAsn: 64_512,
        vlan: 101,
      },
      control: "up",
      isBfdOn: true,
      bandwidthMbps: 10_000,
      receivedPrefixes: ["10.1.0.0/16"],
      announcedPrefixes: ["10.9.0.0/16"],
      lastChangedAtMs: 1_700_000_000_000,
    });
  });

  it("knows a tunnel by the addresses it runs between, also while its session is down", async () => {
    const tunnel = linkOf(await look({ "dc1-r1": edgeRouter() }), "dc1-r1/vti0");

    expect(tunnel).toMatchObject({
      kind: "vpn",
      join: {
        localPublicIp: "203.0.113.10",
        peerPublicIp: "198.51.100.7",
        localInsideIp: "169.254.20.2",
        peerInsideIp: "169.254.20.1",
      },
      control: "down",
      isBfdOn: false,
      isEncrypted: true,
      isPublic: true,
      tunnelCount: 1,
      tunnelUpCount: 0,
      receivedPrefixes: [],
      announcedPrefixes: [],
      bytes30d: 0,
      lastChangedAtMs: NOW_MS - 5_000,
    });
    expect(tunnel).not.toHaveProperty("bandwidthMbps");
  });

  it("shows a tunnel without BGP, and claims nothing of it that it cannot know", async () => {
    const tunnel = linkOf(await look({ "dc1-r1": edgeRouter() }), "dc1-r1/gre1");

    expect(tunnel).toMatchObject({
      control: "down",
      join: { localInsideIp: "172.31.0.1", peerInsideIp: "172.31.0.0" },
    });
    for (const fact of ["kind", "isEncrypted", "isPublic", "isBfdOn", "receivedPrefixes", "bytes30d"])
      expect(tunnel?.[fact as "kind"], fact).toBeUndefined();
  });

  it("names where each route leads, and leaves spares out", async () => {
    const { routes } = await look({ "dc1-r1": edgeRouter() });

    expect(
      Object.fromEntries(
        routes.map(({ prefix, next, origin }) => [prefix, `${origin} ${next.kind} ${next.key ?? ""}`]),
      ),
    ).toEqual({
      "0.0.0.0/0": "static internet ",
      "10.9.0.0/24": "system network onprem/dc1/10.9.0.0/16",
      "10.9.0.0/16": "static network onprem/dc1/10.9.0.0/16",
      "169.254.10.0/30": "system local ",
      "10.1.0.0/16": "propagated link onprem/dc1-r1/eth2.101",
      "192.0.2.0/24": "static link onprem/dc1-r1/gre1",
      "198.18.0.0/15": "static none ",
    });
    expect(routes.every(({ isActive }) => isActive)).toBe(true);
  });

  it("scales counters of an old interface to a month, and takes those of a young one as they are", async () => {
    const bytes = async (lastLinkUp: string, linkDowns = 0) => {
      const router = edgeRouter();
      const count = { bytes: 600, packets: 1 };
      Object.assign(router, { "ip -j -d -s link": [{ ifname: "eth2.101", stats64: { rx: count, tx: count } }] });
      const ports = router["show interface json"] as Record<string, object>;
      Object.assign(ports["eth2.101"] ?? {}, { lastLinkUp, linkDowns });
      return linkOf(await look({ "dc1-r1": router }), "dc1-r1/eth2.101")?.bytes30d;
    };

    expect(await bytes("2023/09/15 22:15:00.00")).toBe(600); // 60 days before
    expect(await bytes("2023/11/13 00:00:00.00")).toBe(1_200);
    expect(await bytes("never")).toBeUndefined();
    expect(await bytes("2023/11/13 00:00:00.00", 1)).toBeUndefined(); // since when it counts is not known
  });

  it("counts two routers in one LAN as one network", async () => {
    const { networks, gateways } = await look({ "dc1-r1": edgeRouter(), "dc1-r2": edgeRouter() });

    expect(networks).toHaveLength(1);
    expect(gateways.map(({ networkKeys }) => networkKeys)).toEqual([[networks[0]?.key], [networks[0]?.key]]);
  });

  it("takes sessions of two addresses over one interface for two links", async () => {
    const router = edgeRouter();
    const neighbors = router["show bgp neighbors json"] as Record<string, object>;
    const ports = router["show interface json"] as Record<string, { ipAddresses: object[] }>;
    Object.assign(neighbors, { "169.254.11.1": { remoteAs: 64_513, localAs: 65_010, bgpState: "Active" } });
    ports["eth2.101"]?.ipAddresses.push({ address: "169.254.11.2/30" });

    const found = await look({ "dc1-r1": router });

    expect(linkOf(found, "dc1-r1/169.254.10.1")?.join.localInsideIp).toBe("169.254.10.2");
    expect(linkOf(found, "dc1-r1/169.254.11.1")?.join).toMatchObject({
      localInsideIp: "169.254.11.2",
      peerAsn: 64_513,
    });
  });

  it("counts routes where the table is too long to list", async () => {
    const router = { ...edgeRouter(), "show bgp summary json": { ipv4Unicast: { as: 65_010, ribCount: 950_000 } } };
    delete (router as Record<string, unknown>)["show bgp ipv4 unicast json"];
    delete (router as Record<string, unknown>)["show ip route json"];
    const some = (prefix: string, dev: string) => ({
      [prefix]: [{ protocol: "static", selected: true, nexthops: [{ interfaceName: dev }] }],
    });

    const found = await look({
      "dc1-r1": {
        ...router,
        "show ip route connected json": {},
        "show ip route static json": some("192.0.2.0/24", "gre1"),
      },
    });

    expect(found.gaps).toEqual([]);
    expect(linkOf(found, "dc1-r1/eth2.101")).toMatchObject({ receivedRouteCount: 1 });
    expect(linkOf(found, "dc1-r1/eth2.101")?.receivedPrefixes).toBeUndefined();
    expect(found.routes.map(({ prefix }) => prefix)).toEqual(["192.0.2.0/24"]);
    expect(found.networks).toMatchObject([{ cidrs: ["10.9.0.0/24"] }]);
  });

  it("takes a router without BGP and BFD for what it is", async () => {
    const none = cloudError("ERR_CLOUD_ANSWER", "router dc1-r1 refused: % BGP instance not found");
    const found = await look({
      "dc1-r1": {
        ...edgeRouter(),
        "show bgp summary json": none,
        "show bgp neighbors json": { warning: "Default BGP instance not found" },
        "show bfd peers json": "bfdd is not running\n",
      },
    });

    expect(found.gaps).toEqual([]);
    expect(found.links.map(({ nativeId }) => nativeId)).toEqual(["dc1-r1/vti0", "dc1-r1/gre1"]);
  });

  it("has one gap for a router that cannot be reached, and still sees the other", async () => {
    const found = await look({
      "dc1-r1": edgeRouter(),
      "dc2-r1": { "show version": cloudError("ERR_CLOUD_UNAVAILABLE", "router dc2-r1 did not answer") },
    });

    expect(found.gateways).toHaveLength(1);
    expect(found.gaps).toMatchObject([
      { accountId: "dc2-r1", regionId: "dc2", operation: "show version", reason: "unavailable" },
    ]);
    expect(found.gaps[0]?.todo).toContain("see whether dc2-r1 is up");
  });

  it("has a gap for each command that is refused, and shows what the others tell", async () => {
    const router = edgeRouter();
    delete router["ip -j -d -s link"];
    const found = await look({ "dc1-r1": { ...router, "show bgp ipv4 unicast json": "% [BGP] out of memory" } });

    expect(found.gaps.map(({ operation, reason }) => `${operation}: ${reason}`).sort()).toEqual([
      "ip -j -d -s link: not-understood",
      "show bgp ipv4 unicast json: not-understood",
    ]);
    expect(linkOf(found, "dc1-r1/eth2.101")).toMatchObject({
      receivedRouteCount: 1,
      announcedPrefixes: ["10.9.0.0/16"],
    });
    expect(linkOf(found, "dc1-r1/vti0")?.join.localPublicIp).toBeUndefined();
  });

  it("says what to do where no router is named", async () => {
    expect((await look({})).gaps).toMatchObject([
      { reason: "not-enabled", todo: expect.stringContaining("clouds.onprem.accounts") },
    ]);
  });

  it("stops asking when it is told to", async () => {
    const { gaps, gateways } = await look({ "dc1-r1": edgeRouter() }, { signal: AbortSignal.abort() });

    expect(gateways).toEqual([]);
    expect(gaps).toHaveLength(1);
  });
});
