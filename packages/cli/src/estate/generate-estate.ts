/** How large an estate to make. */
export interface EstateSize {
  /** Interfaces in all of its networks. */
  readonly resourceCount: number;
}

/** An estate as its file holds it; the twin checks it when it is loaded. */
export interface GeneratedEstate {
  readonly version: 1;
  readonly name: string;
  readonly networks: readonly GeneratedNetwork[];
  readonly gateways: readonly ReturnType<typeof gatewayOf>[];
  readonly connections: readonly GeneratedConnection[];
  readonly flows: ReturnType<typeof flowsBetween>;
  readonly canaries: readonly never[];
}

interface GeneratedNetwork {
  readonly id: string;
  readonly cloud: CloudName | "onprem";
  readonly regionId: string;
  readonly accountId?: string;
  readonly providerId?: string;
  readonly cidrs: readonly string[];
  resourceCount: number;
  readonly gatewayId?: string;
  readonly attachmentId?: string;
}

interface GeneratedConnection {
  readonly id: string;
  readonly kind: "vpn" | "peering";
  readonly a: { readonly at: string };
  readonly b: { readonly at: string };
  readonly providerId: string;
  readonly bandwidthMbps: number;
  readonly latencyMs: number;
  readonly isEncrypted?: boolean;
  readonly isPublic?: boolean;
  readonly carrier?: string;
}

type CloudName = "aws" | "azure" | "gcp" | "oci";

const REGIONS: Readonly<Record<CloudName, readonly string[]>> = {
  aws: ["us-east-1", "us-west-2", "eu-west-1", "eu-central-1", "ap-southeast-1", "ap-northeast-1"],
  azure: ["eastus", "westeurope", "southeastasia", "westus2"],
  gcp: ["us-central1", "europe-west1", "asia-southeast1"],
  oci: ["us-ashburn-1", "eu-frankfurt-1"],
};
const ACCOUNTS: Readonly<Record<CloudName, string>> = {
  aws: "111122223333",
  azure: "7d3c8f10-5b2e-4a6f-9c1d-2e8b7a904411",
  gcp: "generated-prod",
  oci: "ocid1.tenancy.oc1..aaaaskylane",
};
const RESOURCES_PER_NETWORK = 60;
const PER_REGION_MAX = 60; // third octets of a Region's own range
const SITE_COUNT = 4;

interface Site {
  readonly index: number;
  readonly cloud: CloudName | "onprem";
  readonly regionId: string;
  readonly gatewayId: string;
  readonly cidr: string;
}

/**
 * An estate of the wanted size, the same each time: hub and spokes in fifteen Regions of four clouds, four data centres,
 * tunnels from each Region to two of them, peerings to every spoke.
 */
export function generateEstate({ resourceCount }: EstateSize): GeneratedEstate {
  const sites = makeSites();
  const hubs = sites.filter(({ cloud }) => cloud !== "onprem");
  const networkCount = Math.max(hubs.length, Math.ceil(resourceCount / RESOURCES_PER_NETWORK));
  const perHub = Math.min(PER_REGION_MAX, Math.ceil(networkCount / hubs.length));
  const networks = sites.flatMap((site) => networksOf(site, perHub));
  const workloads = networks.filter(({ cloud }) => cloud !== "onprem");
  for (const [i, network] of workloads.entries())
    network.resourceCount =
      Math.floor(resourceCount / workloads.length) + (i < resourceCount % workloads.length ? 1 : 0);
  return {
    version: 1,
    name: `generated-${resourceCount}`,
    networks,
    gateways: sites.map(gatewayOf),
    connections: [...tunnels(sites), ...peerings(networks)],
    flows: flowsBetween(sites),
    canaries: [],
  };
}

/** What the owner of a generated estate would write down: all of its accounts, networks and tunnels, none of its peerings. */
export function generateInventory(estate: GeneratedEstate): Readonly<Record<string, unknown>> {
  const { networks, connections, gateways, flows } = estate;
  const siteOf = new Map(gateways.map(({ id, cloud, regionId }) => [id, `${cloud}-${regionId}`]));
  const scopes = new Map<string, Map<string, Set<string>>>();
  for (const { cloud, regionId, id, accountId } of gateways) {
    const accounts = scopes.get(cloud) ?? new Map<string, Set<string>>();
    const account = accountId ?? id;
    accounts.set(account, (accounts.get(account) ?? new Set()).add(regionId));
    scopes.set(cloud, accounts);
  }
  return {
    version: 1,
    estate: estate.name,
    clouds: Object.fromEntries(
      [...scopes].map(([cloud, accounts]) => [
        cloud,
        { accounts: [...accounts].map(([id, regions]) => ({ id, regions: [...regions] })) },
      ]),
    ),
    networks: networks.map(({ id, cloud, regionId, accountId, providerId, cidrs }) => ({
      id,
      cloud,
      regionId,
      ...(accountId !== undefined && { accountId }),
      ...(providerId !== undefined && { providerId }),
      cidrs,
    })),
    connections: connections
      .filter(({ kind }) => kind === "vpn")
      .map(({ id, kind, a, b, bandwidthMbps, isEncrypted, isPublic, carrier, providerId }) => ({
        id,
        kind,
        ends: [siteOf.get(a.at), siteOf.get(b.at)],
        bandwidthMbps,
        isEncrypted: isEncrypted === true,
        isPublic: isPublic === true,
        ...(carrier !== undefined && { carrier }),
        providerId,
      })),
    vantages: [],
    groups: [],
    flows: flows.map(({ id, source, destination, port, monthlyGb }) => ({
      id,
      source: { ip: source },
      destination: { ip: destination, port },
      monthlyGb,
    })),
  };
}

function makeSites(): readonly Site[] {
  const clouds = (Object.keys(REGIONS) as CloudName[]).flatMap((cloud) =>
    REGIONS[cloud].map((regionId) => ({ cloud, regionId })),
  );
  const centres = Array.from({ length: SITE_COUNT }, (_, i) => ({ cloud: "onprem" as const, regionId: `dc${i + 1}` }));
  return [...clouds, ...centres].map(({ cloud, regionId }, index) => ({
    index,
    cloud,
    regionId,
    gatewayId: `gw-${cloud}-${regionId}`,
    cidr: `10.${index + 1}.0.0/16`,
  }));
}

function networksOf(site: Site, count: number): GeneratedNetwork[] {
  const second = site.index + 1;
  return Array.from({ length: site.cloud === "onprem" ? 1 : count }, (_, i) => ({
    id: i === 0 ? `${site.cloud}-${site.regionId}` : `${site.cloud}-${site.regionId}-spoke${i}`,
    cloud: site.cloud,
    regionId: site.regionId,
    ...(site.cloud !== "onprem" && { accountId: ACCOUNTS[site.cloud] }),
    ...(site.cloud === "aws" && { providerId: hexId("vpc", second * 1_000 + i) }),
    cidrs: [i === 0 ? `10.${second}.0.0/17` : `10.${second}.${128 + i}.0/24`],
    resourceCount: 0,
    ...(i === 0 && { gatewayId: site.gatewayId }),
    ...(i === 0 && site.cloud === "aws" && { attachmentId: hexId("tgw-attach", second * 1_000) }),
  }));
}

const gatewayOf = ({ index, cloud, regionId, gatewayId }: Site) => ({
  id: gatewayId,
  kind: cloud === "aws" ? "tgw" : "router",
  cloud,
  regionId,
  ...(cloud !== "onprem" && { accountId: ACCOUNTS[cloud] as string }),
  providerId: cloud === "aws" ? hexId("tgw", index) : gatewayId,
  asn: 64_600 + index,
  ...(cloud === "aws" && { tables: [hexId("tgw-rtb", index)] }),
});

/** Two tunnels from each Region, to two data centres. */
function tunnels(sites: readonly Site[]): GeneratedConnection[] {
  const centres = sites.filter(({ cloud }) => cloud === "onprem");
  let index = 0;
  return sites
    .filter(({ cloud }) => cloud !== "onprem")
    .flatMap((site) =>
      [0, 1].map((k) => {
        index += 1;
        const centre = centres[(site.index + k) % centres.length] as Site;
        const id = `vpn-${site.cloud}-${site.regionId}-${centre.regionId}`;
        return {
          id,
          kind: "vpn",
          a: tunnelEnd(site, index, 1, id),
          b: { ...tunnelEnd(centre, index, 2, id), localPreference: k === 0 ? 200 : 100 },
          providerId: site.cloud === "aws" ? hexId("vpn", index) : id,
          bandwidthMbps: 1_250,
          latencyMs: 10 + k * 4,
          isEncrypted: true,
          isPublic: true,
          carrier: "internet",
        };
      }),
    );
}

const tunnelEnd = (site: Site, index: number, half: 1 | 2, id: string) => ({
  at: site.gatewayId,
  announces: [site.cidr.replace("/16", site.cloud === "onprem" ? "/17" : "/16")],
  peerIp: `169.254.${Math.floor(index / 60)}.${(index % 60) * 4 + half}`,
  publicIp: `198.${18 + half}.${Math.floor(index / 250)}.${(index % 250) + 1}`,
  ...(site.cloud === "aws" && {
    attachmentId: hexId("tgw-attach", index * 10_000 + id.length),
    propagatesTo: [hexId("tgw-rtb", site.index)],
  }),
});

function peerings(networks: readonly GeneratedNetwork[]): GeneratedConnection[] {
  const hubs = new Map(
    networks.filter(({ id }) => !id.includes("spoke")).map((hub) => [`${hub.cloud}-${hub.regionId}`, hub]),
  );
  return networks.flatMap((network, i) => {
    const hub = hubs.get(`${network.cloud}-${network.regionId}`);
    if (!hub || hub === network) return [];
    const id = `pcx-${network.id}`;
    return [
      {
        id,
        kind: "peering",
        a: { at: hub.id },
        b: { at: network.id },
        providerId: network.cloud === "aws" ? hexId("pcx", i) : id,
        bandwidthMbps: 10_000,
        latencyMs: 0.4,
      },
    ];
  });
}

function flowsBetween(sites: readonly Site[]) {
  const centres = sites.filter(({ cloud }) => cloud === "onprem");
  return sites
    .filter(({ cloud }) => cloud !== "onprem")
    .map((site, i) => {
      const centre = centres[site.index % centres.length] as Site;
      return {
        id: `${site.regionId}-to-${centre.regionId}`,
        source: site.cidr.replace("0.0/16", `1.${i + 1}`),
        destination: centre.cidr.replace("0.0/16", `1.${i + 1}`),
        port: 8_443,
        monthlyGb: 500,
      };
    });
}

const hexId = (kind: string, number: number): string => `${kind}-0${number.toString(16).padStart(16, "0")}`;
