import {
  type CloudId,
  Intent,
  type IntentId,
  type IntentRequirements,
  SeenService,
  type SkylaneConfig,
  type Topology,
  type TopologyConnection,
} from "@skylane/core";
import { estimatesOf } from "../../packages/clouds/src/index.ts";
import type { ConnectWorld, NamedIntent } from "../../packages/engine/src/intent/design/index.ts";
import { wayPerformance } from "../../packages/engine/src/paths/index.ts";
import { aGateway, aNetwork, aRoute } from "./sightings.ts";
import { anInventory, aTopology } from "./topologies.ts";

/** A place of a test: a network of 10.<n>.0.0/16 with two subnets, and its gateway unless it has none. */
export interface Place {
  readonly cloud: CloudId;
  readonly regionId: string;
  readonly n: number;
  readonly hasGateway?: boolean;
  readonly asn?: number;
  readonly cidr?: string;
}

const SUBSCRIPTION = "/subscriptions/7d3c8f10-5b2e-4a6f-9c1d-2e8b7a904411/resourcegroups";
const DEFAULT_ASN: Readonly<Record<string, number>> = { aws: 64_512, azure: 65_515, gcp: 64_601, onprem: 65_010 };

export const nativeIdOf = ({ cloud, n, regionId }: Place): string =>
  ({
    aws: `vpc-${n}`,
    azure: `${SUBSCRIPTION}/rg-${n}/providers/microsoft.network/virtualnetworks/vnet-${n}`,
    gcp: `projects/p1/global/networks/net-${n}`,
    onprem: `10.${n}.0.0/16`,
    oci: `ocid1.vcn.oc1..${n}`,
  })[cloud] ?? regionId;
export const networkKeyOf = (place: Place): string => `${place.cloud}/${nativeIdOf(place)}`;
const gatewayKinds = {
  aws: "transit-gateway",
  azure: "vpn-gateway",
  gcp: "cloud-router",
  onprem: "router",
  oci: "drg",
} as const;
const gatewayIdOf = ({ cloud, n, regionId }: Place): string =>
  ({
    aws: `tgw-${n}`,
    azure: `${SUBSCRIPTION}/rg-${n}/providers/microsoft.network/virtualnetworkgateways/vng-${n}`,
    gcp: `projects/p1/regions/${regionId}/routers/router-${n}`,
    onprem: `r${n}`,
    oci: `ocid1.drg.oc1..${n}`,
  })[cloud] ?? "";
export const gatewayKeyOf = (place: Place): string => `${place.cloud}/${gatewayIdOf(place)}`;
const accountOf = ({ cloud, n }: Place): string =>
  ({ aws: "111122223333", azure: "7d3c8f10-5b2e-4a6f-9c1d-2e8b7a904411", gcp: "p1", onprem: `r${n}`, oci: "t1" })[
    cloud
  ] ?? "";
const cidrOf = ({ n, cidr }: Place): string => cidr ?? `10.${n}.0.0/16`;

function networkAt(place: Place) {
  const { cloud, n, regionId } = place;
  return aNetwork({
    key: networkKeyOf(place),
    cloud,
    regionId,
    accountId: accountOf(place),
    nativeId: nativeIdOf(place),
    cidrs: [cidrOf(place)],
    endpointCount: 10,
    subnets: [1, 2].map((part) => ({
      nativeId: cloud === "azure" ? `${nativeIdOf(place)}/subnets/part-${part}` : `subnet-${n}-${part}`,
      name: `part-${part}`,
      cidr: cidrOf(place).replace(/\.0\.0\/16$/, `.${part}.0/24`),
      zone: `${regionId}${"ab"[part - 1]}`,
      ...(cloud === "aws" && { routeTableId: `rtb-${n}-${part}` }),
    })),
  });
}

function gatewayAt(place: Place) {
  const { cloud, n, regionId } = place;
  const vnet = nativeIdOf(place);
  const azureIp = (i: number) => `${SUBSCRIPTION}/rg-${n}/providers/microsoft.network/publicipaddresses/ip-${i}`;
  return aGateway({
    key: gatewayKeyOf(place),
    cloud,
    regionId,
    accountId: accountOf(place),
    nativeId: gatewayIdOf(place),
    kind: gatewayKinds[cloud],
    asn: place.asn ?? (DEFAULT_ASN[cloud] ?? 64_700) + n,
    publicIps: [`198.51.${n}.1`, `198.51.${n}.2`],
    networkKeys: [networkKeyOf(place)],
    handles: {
      ...(cloud === "aws" && { defaultRouteTableId: `tgw-rtb-${n}` }),
      ...(cloud === "azure" && {
        resourceGroup: `rg-${n}`,
        name: `vng-${n}`,
        sku: "VpnGw2AZ",
        subnetId: `${vnet}/subnets/gatewaysubnet`,
        publicIpId1: azureIp(1),
        publicIpId2: azureIp(2),
      }),
    },
  });
}

/** The estate of these places, joined by these connections. */
export function placesTopology(places: readonly Place[], connections: readonly TopologyConnection[] = []): Topology {
  return aTopology(connections, {
    networks: places.map(networkAt),
    gateways: places.filter(({ hasGateway = true }) => hasGateway).map(gatewayAt),
    routes: places.flatMap((place) =>
      place.cloud === "aws"
        ? [1, 2].map((part) =>
            aRoute({
              owner: networkKeyOf(place),
              tableId: `rtb-${place.n}-${part}`,
              prefix: cidrOf(place),
              next: { kind: "local" },
              origin: "system",
            }),
          )
        : [],
    ),
  });
}

const DC = { latitudeDeg: 40.8, longitudeDeg: -74.1 };

/** All that a design hangs on, with the real price lists. */
export function connectWorld(
  topology: Topology,
  more: Partial<ConnectWorld> & { readonly inventory?: object } = {},
): ConnectWorld {
  const { inventory, ...rest } = more;
  const config: SkylaneConfig = anInventory({
    networks: [
      { id: "lan", cloud: "onprem", regionId: "dc1", cidrs: ["10.3.0.0/16"], coordinates: DC },
      { id: "vpc", cloud: "aws", regionId: "us-east-1", cidrs: ["10.1.0.0/16"] },
    ],
    ...inventory,
  });
  const estimates = estimatesOf();
  return {
    topology,
    config,
    estimates,
    performance: wayPerformance(topology, config.networks, estimates),
    made: [],
    typicalMs: (resource) => (resource === "azure.vpn-gateway" ? 1_800_000 : 60_000),
    nowMs: 1_795_000_000_000,
    today: "2026-11-21",
    ...rest,
  };
}

const usualKind = {
  aws: "ec2-instance",
  azure: "azure-vm",
  gcp: "gce-instance",
  onprem: "host",
  oci: "oci-instance",
} as const;
const usualGuard = { aws: "security-group", azure: "network-security-group", gcp: "network-tag" } as const;

/** A service in a place; `.1.<host>` of its network. */
export function aService(place: Place, host: number, more: Partial<SeenService> = {}): SeenService {
  const { cloud, n, regionId } = place;
  const guard = usualGuard[cloud as keyof typeof usualGuard];
  return SeenService.parse({
    key: `${cloud}/service-${n}-${host}`,
    kind: usualKind[cloud],
    cloud,
    accountId: accountOf(place),
    regionId,
    nativeId: `service-${n}-${host}`,
    name: `service-${n}-${host}`,
    networkKey: networkKeyOf(place),
    subnetIds: [cloud === "azure" ? `${nativeIdOf(place)}/subnets/part-1` : `subnet-${n}-1`],
    addresses: [cidrOf(place).replace(/\.0\.0\/16$/, `.1.${host}`)],
    port: 5432,
    isPublic: false,
    guards: guard ? [{ kind: guard, id: `${cloud}-guard-${n}` }] : [],
    ...more,
  });
}

/** `orderdb`: reached from the internet only, until it has a private endpoint. */
export const orderDb = (place: Place): SeenService =>
  aService(place, 0, {
    key: "azure/sql/orderdb",
    kind: "azure-sql",
    name: "orderdb",
    nativeId: `${SUBSCRIPTION}/rg-${place.n}/providers/microsoft.sql/servers/orderdb`,
    networkKey: undefined,
    subnetIds: [],
    addresses: [],
    port: 1433,
    dnsName: "orderdb.database.windows.net",
    isPublic: true,
    guards: [{ kind: "sql-server", id: "orderdb" }],
  });

export const anIntent = (
  id: string,
  source: SeenService,
  destination: SeenService,
  requirements: Partial<IntentRequirements> = {},
): NamedIntent => ({
  id: `in-${id}` as IntentId,
  intent: Intent.parse({ source, destination, port: destination.port ?? 443, requirements }),
});
