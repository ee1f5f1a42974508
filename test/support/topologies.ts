import { Flow, SkylaneConfig, Topology, TopologyConnection } from "@skylane/core";
import { aGateway, aNetwork } from "./sightings.ts";

/** A connection with what the test does not care about filled in; ends are keys of gateways, `[gateway, network]` behind them. */
export function aLink({
  id,
  from,
  to,
  ...more
}: Omit<Partial<TopologyConnection>, "id"> & {
  readonly id: string;
  readonly from: readonly [at: string, network: string];
  readonly to: readonly [at: string, network: string];
}): TopologyConnection {
  const end = ([at, network]: readonly [string, string]) => ({
    at,
    // an address is of no cloud
    ...(at.startsWith("address/")
      ? { networkKeys: [] }
      : { cloud: at.split("/")[0], accountId: "a1", regionId: regionOf(at), networkKeys: [network] }),
  });
  return TopologyConnection.parse({
    id,
    kind: "vpn",
    ends: [end(from), end(to)],
    sightings: [],
    evidence: [],
    isDeclared: true,
    status: "up",
    isEncrypted: true,
    isPublic: false,
    reaches: [[prefixOf(to[1])], [prefixOf(from[1])]],
    redundancy: { alternativeIds: [] },
    ...more,
  });
}

/** Three places: AWS in r1, Azure in r2, a data centre. Their networks are `10.1`, `10.2` and `10.3.0.0/16`. */
export const places = {
  aws: ["aws/tgw", "aws/vpc"],
  azure: ["azure/gw", "azure/vnet"],
  dc: ["onprem/r1", "onprem/lan"],
} as const;

const regions: Readonly<Record<string, string>> = { aws: "us-east-1", azure: "eastus", onprem: "dc1" };
const prefixes: Readonly<Record<string, string>> = {
  "aws/vpc": "10.1.0.0/16",
  "azure/vnet": "10.2.0.0/16",
  "onprem/lan": "10.3.0.0/16",
};
const regionOf = (key: string): string => regions[key.split("/")[0] ?? ""] ?? "r1";
const prefixOf = (networkKey: string): string => prefixes[networkKey] ?? "10.9.0.0/16";

/** The three places and these connections between them. */
export const aTopology = (connections: readonly TopologyConnection[], more: Partial<Topology> = {}): Topology =>
  Topology.parse({
    estate: "small",
    atMs: 0,
    networks: Object.values(places).map(([, key]) =>
      aNetwork({ key, cidrs: [prefixOf(key)], regionId: regionOf(key), name: key.split("/")[1] }),
    ),
    gateways: Object.values(places).map(([key, network]) =>
      aGateway({ key, networkKeys: [network], regionId: regionOf(key) }),
    ),
    connections,
    routes: [],
    gaps: [],
    ...more,
  });

/** A flow between two of the three places. */
export const aFlow = (
  id: string,
  from: keyof typeof places,
  to: keyof typeof places,
  more: Partial<Omit<Flow, "id">> = {},
): Flow =>
  Flow.parse({
    id,
    source: { ip: prefixOf(places[from][1]).replace("0.0/16", "1.10") },
    destination: { ip: prefixOf(places[to][1]).replace("0.0/16", "2.20"), port: 443 },
    ...more,
  });

/** What an owner of the three places would write down. */
export const anInventory = (more: Partial<Record<keyof SkylaneConfig, unknown>> = {}): SkylaneConfig =>
  SkylaneConfig.parse({
    version: 1,
    estate: "small",
    clouds: {},
    networks: [
      { id: "vpc", cloud: "aws", regionId: "us-east-1", cidrs: ["10.1.0.0/16"] },
      { id: "vnet", cloud: "azure", regionId: "eastus", cidrs: ["10.2.0.0/16"] },
      {
        id: "lan",
        cloud: "onprem",
        regionId: "dc1",
        cidrs: ["10.3.0.0/16"],
        coordinates: { latitudeDeg: 40.8, longitudeDeg: -74.1 },
      },
    ],
    connections: [],
    vantages: [],
    groups: [],
    flows: [],
    ...more,
  });
