import { CloudDiscovery, LinkSighting, SeenGateway, SeenNetwork, SeenRoute } from "@skylane/core";

/** Parts of a discovery with what the test does not care about filled in. */
export const aNetwork = (more: Partial<SeenNetwork> & { key: string }): SeenNetwork =>
  SeenNetwork.parse({
    cloud: more.key.split("/")[0],
    accountId: "a1",
    regionId: "r1",
    nativeId: more.key.slice(more.key.indexOf("/") + 1),
    cidrs: [],
    subnetCount: 1,
    endpointCount: 0,
    ...more,
  });

export const aGateway = (more: Partial<SeenGateway> & { key: string }): SeenGateway =>
  SeenGateway.parse({
    cloud: more.key.split("/")[0],
    accountId: "a1",
    regionId: "r1",
    nativeId: more.key.slice(more.key.indexOf("/") + 1),
    kind: "router",
    publicIps: [],
    networkKeys: [],
    ...more,
  });

export const aSighting = (more: Partial<LinkSighting> & { key: string; at: string }): LinkSighting =>
  LinkSighting.parse({
    cloud: more.key.split("/")[0],
    accountId: "a1",
    regionId: "r1",
    nativeId: more.key.slice(more.key.indexOf("/") + 1),
    aliases: [],
    join: {},
    provisioning: "ready",
    control: "up",
    ...more,
  });

export const aRoute = (more: Partial<SeenRoute> & Pick<SeenRoute, "owner" | "prefix" | "next">): SeenRoute =>
  SeenRoute.parse({
    cloud: more.owner.split("/")[0],
    tableId: "t1",
    origin: "static",
    isActive: true,
    ...more,
  });

/** One discovery that holds all of it; the topology does not ask which cloud's answer a thing came in. */
export const aDiscovery = (more: Partial<CloudDiscovery>): CloudDiscovery =>
  CloudDiscovery.parse({
    cloud: "aws",
    startedAtMs: 0,
    finishedAtMs: 0,
    callCount: 0,
    networks: [],
    gateways: [],
    links: [],
    routes: [],
    gaps: [],
    ...more,
  });
