import {
  FASTCHECKOUT_PLACE,
  FC_USW2_ANNOUNCED_OVER,
  FC_USW2_CIDR,
  fastcheckoutGateways,
  fastcheckoutNetworks,
} from "./fastcheckout.ts";
import { applications } from "./globalcart-applications.ts";
import { allServices, guards, names } from "./guards.ts";
import { flowCounts, groups, type Link, links, type Site, sites } from "./plan.ts";
import { providerId } from "./services.ts";
import type { EstateConnection, EstateFlow, EstateGateway, EstateInput, EstateNetwork } from "./types.ts";

const site = (id: string): Site => {
  const found = sites.find((one) => one.id === id);
  if (!found) throw new Error(`no site ${id}`);
  return found;
};
const isAws = ({ cloud }: Site): boolean => cloud === "aws";
/** A place's name with its site's short one: `aws-use1-spoke1` → `use1-spoke1`; gateways keep theirs. */
const short = (place: string): string => {
  const found = sites.find(({ id }) => place === id || place.startsWith(`${id}-spoke`));
  return found ? place.replace(found.id, found.short) : place;
};

export const mainTable = (siteId: string): string => providerId("tgw-rtb", `${siteId}/main`);
export const probeTable = (siteId: string): string => providerId("tgw-rtb", `${siteId}/skylane-probe`);
export const attachment = (name: string): string => providerId("tgw-attach", name);

/** Sites that probe: their groups' first sites. Each has a probe network with one /28 per probed path. */
export const probers: readonly Site[] = [...new Set(groups.map(({ a }) => a))].map(site);
export const probeNetworkId = (siteId: string): string => `${siteId}-probe`;
const probeThird = (siteId: string): number => probers.findIndex(({ id }) => id === siteId) + 1;

/** Source subnet, source address and canary address of a probed link. */
export function canaryOf(linkId: string) {
  const probed = groups.flatMap((group) => group.links.map((id) => ({ id, group })));
  const all = probed.findIndex(({ id }) => id === linkId);
  const found = probed[all];
  if (!found) return undefined;
  const own = probed.filter(({ group }) => group.a === found.group.a).findIndex(({ id }) => id === linkId);
  const third = probeThird(found.group.a);
  return {
    subnet: `10.255.${third}.${own * 16}/28`,
    sourceIp: `10.255.${third}.${own * 16 + 5}`,
    address: `10.254.${all + 1}.1`,
    port: 7,
  };
}

function networksOf(one: Site): EstateNetwork[] {
  const [, second = "0"] = one.cidr.split(".");
  const spokes = Array.from(
    { length: one.spokeCount },
    (_, i): EstateNetwork => spokeNetwork(one, i, `10.${100 + Number(second) * 4 + i}.0.0/16`),
  );
  const gateway = { gatewayId: one.gatewayId, ...(isAws(one) && { attachmentId: attachment(one.id) }) };
  const workloadCount = one.resourceCount - one.spokeCount * SPOKE_RESOURCES;
  const workload: EstateNetwork = {
    ...placeOf(one),
    id: one.id,
    cidrs: [one.cidr],
    resourceCount: Math.max(0, workloadCount),
    ...gateway,
    egressIp: `203.0.113.${FIRST_EGRESS + sites.indexOf(one)}`,
    ...(isAws(one) && { providerId: providerId("vpc", one.id) }),
  };
  return [workload, ...spokes];
}

const SPOKE_RESOURCES = 8;
const FIRST_EGRESS = 101;
const placeOf = (one: Site) => ({
  cloud: one.cloud,
  regionId: one.regionId,
  ...(one.accountId && { accountId: one.accountId }),
});
const spokeNetwork = (one: Site, i: number, cidr: string): EstateNetwork => ({
  ...placeOf(one),
  id: `${one.id}-spoke${i + 1}`,
  cidrs: [cidr],
  resourceCount: SPOKE_RESOURCES,
  ...(isAws(one) && { providerId: providerId("vpc", `${one.id}-spoke${i + 1}`) }),
});

const probeNetwork = (one: Site): EstateNetwork => ({
  ...placeOf(one),
  id: probeNetworkId(one.id),
  cidrs: [`10.255.${probeThird(one.id)}.0/24`],
  gatewayId: one.gatewayId,
  providerId: providerId("vpc", probeNetworkId(one.id)),
  attachmentId: attachment(probeNetworkId(one.id)),
  gatewayTableId: probeTable(one.id),
});

const gatewayOf = (one: Site): EstateGateway => ({
  id: one.gatewayId,
  kind: isAws(one) ? "tgw" : "router",
  ...placeOf(one),
  providerId: isAws(one) ? providerId("tgw", one.id) : one.gatewayId,
  asn: one.asn,
  ...(isAws(one) && { tables: [mainTable(one.id), probeTable(one.id)] }),
});

function endOf(one: Site, link: Link, index: number, isA: boolean): EstateConnection["a"] {
  const canary = canaryOf(link.id);
  const extra = canary ? [isA ? canary.subnet : `${canary.address}/32`] : [];
  return {
    at: one.gatewayId,
    announces: [one.cidr, ...extra, ...(isA && FC_USW2_ANNOUNCED_OVER.includes(link.id) ? [FC_USW2_CIDR] : [])],
    localPreference: link.localPreference,
    // Microsoft takes the second address of a circuit's /30; elsewhere the first end has the first.
    peerIp: `169.254.${100 + index}.${isA === (link.kind !== "express-route") ? 1 : 2}`,
    ...(link.kind === "vpn" && { publicIp: publicIp(one, index) }),
    ...(isAws(one) && {
      attachmentId: attachment(`${link.id}/${one.id}`),
      propagatesTo: [mainTable(one.id), probeTable(one.id)],
    }),
  };
}

/** Tunnels of AWS and of routers end at an address of their own; Azure and Google gateways have two for all. */
function publicIp(one: Site, index: number): string {
  const at = sites.indexOf(one);
  const isShared = one.cloud === "azure" || one.cloud === "gcp";
  return `198.51.${100 + at}.${isShared ? 1 + (index % 2) : 10 + index}`;
}

/** The id the cloud gave it; what no AWS end knows goes by its own name. */
const nativeId = (kind: EstateConnection["kind"], id: string, ends: readonly Site[]): string =>
  ends.some(isAws) ? providerId(PROVIDER_KINDS[kind] ?? "link", id) : id;

const siteLink = (link: Link, index: number): EstateConnection => ({
  id: link.id,
  kind: link.kind,
  a: endOf(site(link.a), link, index, true),
  b: endOf(site(link.b), link, index, false),
  providerId: nativeId(link.kind, link.id, [site(link.a), site(link.b)]),
  createdOn: `2023-0${1 + (index % 9)}-1${index % 10}`,
  tags: { owner: "network-platform", "cost-center": "cc-1010" },
  bandwidthMbps: link.bandwidthMbps,
  latencyMs: link.rttMs / 2,
  jitterMs: link.kind === "vpn" ? 0.6 : 0.1,
  isEncrypted: link.kind === "vpn",
  isPublic: link.kind === "vpn",
  carrier: link.carrier,
  ...(link.monthlyUsd !== undefined && { monthlyUsd: link.monthlyUsd }),
});
const PROVIDER_KINDS: Readonly<Record<string, string>> = {
  "direct-connect": "dxcon",
  "express-route": "er",
  interconnect: "ic",
  vpn: "vpn",
  peering: "pcx",
  "transit-peering": "tpx",
  internet: "inet",
};

const ZOMBIE_USD = 433; // twelve of them: the $5.2K a month of the story

/** Twelve tunnels to systems that are gone: up, paid for, announcing nothing, carrying nothing, in nobody's inventory. */
const zombies = (): EstateConnection[] =>
  Array.from({ length: 12 }, (_, i): EstateConnection => {
    const from = sites[i % 7] as Site;
    const to = site(`dc${(i % 3) + 1}`);
    const end = (one: Site, isA: boolean): EstateConnection["a"] => ({
      at: one.gatewayId,
      peerIp: `169.254.${200 + i}.${isA ? 1 : 2}`,
      publicIp: publicIp(one, 100 + i),
      ...(isAws(one) && { attachmentId: attachment(`zombie-${i}/${one.id}`) }),
    });
    return {
      id: `vpn-${short(from.id)}-old-${i + 1}`,
      kind: "vpn",
      a: end(from, true),
      b: end(to, false),
      providerId: nativeId("vpn", `vpn-${short(from.id)}-old-${i + 1}`, [from, to]),
      createdOn: `2019-0${1 + (i % 9)}-20`,
      tags: { owner: "project-phoenix" },
      bandwidthMbps: 1_250,
      latencyMs: 15,
      jitterMs: 0.6,
      isEncrypted: true,
      isPublic: true,
      carrier: "internet",
      monthlyUsd: ZOMBIE_USD,
      isDeclared: false,
      isZombie: true,
    };
  });

/** Three lines over the public internet that three flows take because of more specific routes. */
const internetLines = (): EstateConnection[] =>
  Array.from(
    { length: 3 },
    (_, i): EstateConnection => ({
      id: `inet-use1-eastus-${i + 1}`,
      kind: "internet",
      a: { at: "aws-use1" },
      b: { at: "azure-eastus" },
      bandwidthMbps: 5_000,
      latencyMs: 9,
      jitterMs: 3,
      lossRatio: 0.002,
      isPublic: true,
      carrier: "internet",
      isDeclared: false,
    }),
  );

function peerings(): EstateConnection[] {
  const made: EstateConnection[] = [];
  const add = (a: string, b: string, latencyMs: number, kind: EstateConnection["kind"] = "peering"): void => {
    const id = `${kind === "peering" ? "pcx" : "tpx"}-${short(a)}--${short(b)}`;
    const isAwsPair = [a, b].every((at) => /^(aws|tgw)-/.test(at));
    const end = (at: string): EstateConnection["a"] => ({
      at,
      ...(isAwsPair && kind === "transit-peering" && { attachmentId: attachment(`${id}/${at}`) }),
      ...(!isAwsPair &&
        kind === "transit-peering" && {
          peerIp: `169.254.${180 + made.filter((one) => one.kind === "transit-peering").length}.${at === a ? 1 : 2}`,
        }),
    });
    made.push({
      id,
      kind,
      a: end(a),
      b: end(b),
      providerId: isAwsPair ? (end(a).attachmentId ?? providerId("pcx", `${a}/${b}`)) : id,
      bandwidthMbps: 10_000,
      latencyMs,
      createdOn: "2022-05-04",
      tags: { owner: "network-platform" },
    });
  };
  const clouds = sites.filter(({ spokeCount }) => spokeCount > 0);
  const spoke = (one: Site, i: number): string => `${one.id}-spoke${i + 1}`;
  for (const one of clouds) for (let i = 0; i < one.spokeCount; i += 1) add(one.id, spoke(one, i), 0.3);
  for (const one of clouds)
    for (let i = 0; i < one.spokeCount; i += 1)
      for (let j = i + 1; j < one.spokeCount; j += 1) add(spoke(one, i), spoke(one, j), 0.4);
  for (const [i, one] of clouds.entries())
    for (const other of clouds.slice(i + 1)) {
      if (one.cloud !== other.cloud) continue;
      add(one.gatewayId, other.gatewayId, 35, "transit-peering");
      for (let k = 0; k < one.spokeCount; k += 1) add(spoke(one, k), spoke(other, k), 35);
    }
  for (const [a, b] of [
    ["dc1-r1", "dc2-r1"],
    ["dc2-r1", "dc3-r1"],
    ["dc1-r1", "dc3-r1"],
  ] as const)
    add(a, b, 20, "transit-peering");
  made.push({
    id: "tpx-dc1-r1--dc2-r1-b",
    kind: "transit-peering",
    a: { at: "dc1-r1", peerIp: "169.254.179.1" },
    b: { at: "dc2-r1", peerIp: "169.254.179.2" },
    providerId: "tpx-dc1-r1--dc2-r1-b",
    bandwidthMbps: 1_000,
    latencyMs: 21,
  });
  return made;
}

/** Peerings nobody wrote down: the 23 that, with the zombies and the internet lines, are missing from the inventory. */
const UNDECLARED_PEERINGS = 23;

/** The 93 links besides circuits, tunnels between sites and zombies. */
function otherLinks(): EstateConnection[] {
  const all = peerings();
  const between = all.filter(
    ({ id }) => id.includes("spoke") && id.split("--").every((name) => name.includes("spoke")),
  );
  const hidden = new Set(
    between
      .filter((_, i) => i % 2 === 0)
      .slice(0, UNDECLARED_PEERINGS)
      .map(({ id }) => id),
  );
  return [...all.map((one) => (hidden.has(one.id) ? { ...one, isDeclared: false } : one)), ...internetLines()];
}

function flowsOf(): EstateFlow[] {
  return flowCounts.flatMap(({ from, to, count }, pair) =>
    Array.from(
      { length: count },
      (_, i): EstateFlow => ({
        id: `${short(from)}-to-${short(to)}-${i + 1}`,
        source: host(site(from).cidr, pair + 10, i + 10),
        destination: host(site(to).cidr, pair + 10, i + 10),
        port: 8_443,
        // A few carry most: volumes fall by a third from one flow to the next, 20 GB at least.
        monthlyGb: Math.max(20, Math.round(5_200 * 0.67 ** i)),
        class: i < 4 ? "critical" : i < count / 2 ? "standard" : "bulk",
      }),
    ),
  );
}

const host = (cidr: string, third: number, fourth: number): string =>
  `${cidr.split(".").slice(0, 2).join(".")}.${third}.${fourth}`;

/** The whole estate, the same at each run. */
export function globalcartEstate(): EstateInput {
  const flows = flowsOf();
  const strays = flows.filter(({ id }) => id.startsWith("use1-to-eastus-")).slice(4, 7);
  const networks = [...sites.flatMap(networksOf), ...probers.map(probeNetwork), ...fastcheckoutNetworks()].map(
    (network) => ({
      ...network,
      routes: strayRoutes(network.id, strays),
    }),
  );
  return {
    version: 1,
    name: "globalcart",
    traffic: { seed: 7 },
    networks: networks.map(({ routes, ...network }) => (routes.length > 0 ? { ...network, routes } : network)),
    gateways: [...sites.map(gatewayOf), ...fastcheckoutGateways()],
    connections: [...links.map(siteLink), ...zombies(), ...otherLinks()],
    flows,
    canaries: groups.flatMap((group) =>
      group.links.flatMap((id) => {
        const canary = canaryOf(id);
        return canary ? [{ address: canary.address, port: canary.port, gatewayId: site(group.b).gatewayId }] : [];
      }),
    ),
    sites: globalcartPlaces(),
    services: allServices(),
    guards: guards(),
    names: names(),
    applications: applications(),
  };
}

/** Where the data centres are. */
const globalcartPlaces = (): EstateInput["sites"] => [
  ...sites.flatMap(({ regionId, coordinates }) => (coordinates ? [{ regionId, ...coordinates }] : [])),
  FASTCHECKOUT_PLACE,
];

/** Host routes that send a stray flow over the internet, at both of its ends. */
const strayRoutes = (networkId: string, strays: readonly EstateFlow[]) =>
  strays.flatMap((flow, i) => {
    const connectionId = `inet-use1-eastus-${i + 1}`;
    if (networkId === "aws-use1") return [{ prefix: `${flow.destination}/32`, connectionId }];
    return networkId === "azure-eastus" ? [{ prefix: `${flow.source}/32`, connectionId }] : [];
  });
