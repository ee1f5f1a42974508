import type { EstateService, EstateStore } from "../estate/estate.ts";
import { sizeOf, smallestsOf } from "../world/services/machine-size.ts";

/** What is sold: how a bill names it, and what a unit of it costs on the price list. */
export interface Sku {
  /** The product's name in the cloud's own bill: product code, meter category, service. */
  readonly service: string;
  readonly category: "Networking" | "Compute" | "Databases" | "Storage";
  readonly subcategory: string;
  /** What is counted: AWS's usage type without its Region, Azure's meter, Google's SKU, Oracle's product. */
  readonly meter: string;
  readonly unit: "Hours" | "GB" | "GiB" | "GiB-Mo";
  /** Price of a unit, thousand-millionths of a dollar, from that many units a month on; the first begins at none. */
  readonly steps: readonly { readonly fromUnits: number; readonly nanoUsd: number }[];
  /** Charges of one pool count together towards the next step. */
  readonly pool?: string;
}

export const BYTES_OF = { GB: 1e9, GiB: 2 ** 30, "GiB-Mo": 2 ** 30 } as const;
const NANO = 1e9;

const flat = (usd: number): Sku["steps"] => [{ fromUnits: 0, nanoUsd: Math.round(usd * NANO) }];
/** Of pairs of units and the price from there on. */
const stepped = (...steps: readonly (readonly [fromUnits: number, usd: number])[]): Sku["steps"] =>
  steps.map(([fromUnits, usd]) => ({ fromUnits, nanoUsd: Math.round(usd * NANO) }));

type Named = Pick<Sku, "service" | "category" | "subcategory">;
const hours = (of: Named, meter: string, usd: number): Sku => ({ ...of, meter, unit: "Hours", steps: flat(usd) });
const data = (of: Named, meter: string, usd: number): Sku => ({ ...of, meter, unit: "GB", steps: flat(usd) });

const VPC: Named = { service: "AmazonVPC", category: "Networking", subcategory: "Network Infrastructure" };
const DIRECT: Named = { service: "AWSDirectConnect", category: "Networking", subcategory: "Network Connectivity" };
const AWS_DATA: Named = { service: "AWSDataTransfer", category: "Networking", subcategory: "Network Connectivity" };
const TB = 1_024;

/** AWS's list for what the twin's estates have in the United States and Ireland (aws.amazon.com, read 2026-11). */
export const aws = {
  vpn: hours(VPC, "VPN-Usage-Hours:ipsec.1", 0.05),
  attachment: hours(VPC, "TransitGateway-Hours", 0.05),
  processing: data(VPC, "TransitGateway-Bytes", 0.02),
  port: (mbps: number) =>
    hours(DIRECT, `PortUsage:${mbps / 1_000}G`, mbps >= 100_000 ? 22.5 : mbps >= 10_000 ? 2.25 : 0.3),
  direct: data(DIRECT, "DataXfer-Out:dc.3", 0.02),
  interRegion: (code: string) => data(AWS_DATA, `${code}-AWS-Out-Bytes`, 0.02),
  internet: {
    ...AWS_DATA,
    meter: "DataTransfer-Out-Bytes",
    unit: "GB",
    steps: stepped([0, 0], [100, 0.09], [100 + 10 * TB, 0.085], [100 + 50 * TB, 0.07], [100 + 150 * TB, 0.05]),
    pool: "internet",
  } satisfies Sku,
} as const;

const BANDWIDTH: Named = { service: "Bandwidth", category: "Networking", subcategory: "Network Connectivity" };
const VPN_GATEWAY: Named = { service: "VPN Gateway", category: "Networking", subcategory: "Network Connectivity" };
const EXPRESS: Named = { service: "ExpressRoute", category: "Networking", subcategory: "Network Connectivity" };
const VNET: Named = { service: "Virtual Network", category: "Networking", subcategory: "Network Infrastructure" };
const WAN: Named = { service: "Virtual WAN", category: "Networking", subcategory: "Network Connectivity" };
const HOURS_A_MONTH = 730;
const CIRCUIT_MONTHLY_USD: readonly (readonly [mbps: number, usd: number])[] = [
  [50, 55],
  [100, 100],
  [200, 145],
  [500, 290],
  [1_000, 436],
  [2_000, 872],
  [5_000, 2_180],
  [10_000, 3_400],
];
const GATEWAY_HOURLY_USD: Readonly<Record<string, number>> = {
  VpnGw1AZ: 0.19,
  VpnGw2AZ: 0.49,
  VpnGw3AZ: 1.25,
  VpnGw4AZ: 2.1,
  VpnGw5AZ: 3.65,
};

/** Azure's list, zone 1 (azure.microsoft.com, read 2026-11); a circuit's month is spread over its hours. */
export const azure = {
  gateway: (size: string) => hours(VPN_GATEWAY, size, GATEWAY_HOURLY_USD[size] ?? 3.65),
  hubVpn: hours(WAN, "VPN S2S Scale Unit", 0.361),
  hubExpressRoute: hours(WAN, "ER Scale Unit", 0.42),
  expressRouteGateway: hours(EXPRESS, "ErGw1AZ Gateway", 0.361),
  circuit: (mbps: number) => {
    const [size, monthlyUsd] = CIRCUIT_MONTHLY_USD.find(([most]) => most >= mbps) ?? [10_000, 3_400];
    return hours(EXPRESS, `Standard Metered Data ${size} Mbps Circuit`, monthlyUsd / HOURS_A_MONTH);
  },
  express: data(EXPRESS, "Metered Data - Data Transfer Out", 0.025),
  interRegion: data(BANDWIDTH, "Intra Continent Data Transfer Out", 0.02),
  peeringOut: data(VNET, "Global Egress", 0.035),
  peeringIn: data(VNET, "Global Ingress", 0.035),
  peeringOutHere: data(VNET, "Intra-Region Egress", 0.01),
  peeringInHere: data(VNET, "Intra-Region Ingress", 0.01),
  internet: {
    ...BANDWIDTH,
    meter: "Standard Data Transfer Out",
    unit: "GB",
    steps: stepped([0, 0], [100, 0.087], [100 + 10 * TB, 0.083], [100 + 50 * TB, 0.07], [100 + 150 * TB, 0.05]),
    pool: "internet",
  } satisfies Sku,
} as const;

const COMPUTE: Named = { service: "Compute Engine", category: "Networking", subcategory: "Network Connectivity" };
const NETWORKING: Named = { service: "Networking", category: "Networking", subcategory: "Network Connectivity" };
const INTERCONNECT: Named = {
  service: "Cloud Interconnect",
  category: "Networking",
  subcategory: "Network Connectivity",
};

/** Google's list for North America (cloud.google.com, read 2026-11): it counts in GiB. */
export const gcp = {
  tunnel: hours(NETWORKING, "Cloud VPN Tunnel", 0.05),
  circuit: (mbps: number) =>
    hours(INTERCONNECT, `Dedicated Interconnect ${mbps / 1_000}G circuit`, mbps >= 100_000 ? 23.28 : 2.328),
  attachment: hours(INTERCONNECT, "Interconnect Attachment", 0.1),
  dedicated: {
    ...data(INTERCONNECT, "Interconnect Data Transfer Out from North America", 0.02),
    unit: "GiB",
  } satisfies Sku,
  interRegion: {
    ...data(COMPUTE, "Network Inter Region Data Transfer Out within North America", 0.01),
    unit: "GiB",
  } satisfies Sku,
  internet: {
    ...COMPUTE,
    meter: "Network Internet Data Transfer Out from Americas to Americas",
    unit: "GiB",
    steps: stepped([0, 0], [1, 0.12], [TB, 0.11], [10 * TB, 0.08]),
    pool: "internet",
  } satisfies Sku,
} as const;

const OCI_NETWORK: Named = { service: "NETWORK", category: "Networking", subcategory: "Network Connectivity" };

/** Oracle's list (oracle.com, read 2026-11): data over FastConnect and tunnels cost nothing by themselves. */
export const oci = {
  port: (mbps: number) =>
    hours(OCI_NETWORK, `FastConnect ${mbps / 1_000} Gbps`, mbps >= 100_000 ? 10.75 : mbps >= 10_000 ? 1.275 : 0.2125),
  outbound: {
    ...OCI_NETWORK,
    meter: "Outbound Data Transfer",
    unit: "GB",
    steps: stepped([0, 0], [10 * TB, 0.0085]),
    pool: "outbound",
  } satisfies Sku,
} as const;

const machine = (service: string, meter: string, usd: number): Sku =>
  hours({ service, category: "Compute", subcategory: "Virtual Machines" }, meter, usd);
const database = (service: string, meter: string, usd: number): Sku =>
  hours({ service, category: "Databases", subcategory: "Relational Databases" }, meter, usd);

/** What an hour of the smallest size costs, by the family of the machine. */
const LARGE_USD: Readonly<Record<string, number>> = { c6i: 0.085, m6i: 0.096, r6i: 0.126 };

/** What one of the estate's services costs an hour; absent = it is not billed by the hour. */
export function serviceSku(service: EstateService): Sku | undefined {
  const size = sizeOf(service);
  const count = smallestsOf(service);
  switch (service.kind) {
    case "ec2-instance":
      return machine("AmazonEC2", `BoxUsage:${size}`, (LARGE_USD[size.slice(0, 3)] ?? 0) * count);
    case "azure-vm":
      return machine("Virtual Machines", `D${2 * count}s v5`, 0.096 * count);
    case "gce-instance":
      return machine("Compute Engine", `N2 Instance ${size} running in Americas`, 0.0971 * count);
    case "oci-instance":
      return machine("COMPUTE", `VM.Standard.E5.Flex ${2 * count} OCPU`, 0.06 * count);
    default:
      return services[service.kind];
  }
}

const storage = (service: string, meter: string, usd: number): Sku => ({
  service,
  category: "Storage",
  subcategory: "Object Storage",
  meter,
  unit: "GiB-Mo",
  steps: flat(usd),
});

/** What lies in a store for a month, by the cloud; the tier that is read most. */
export const storeSkus: Readonly<Record<EstateStore["cloud"], Sku>> = {
  aws: storage("AmazonS3", "TimedStorage-ByteHrs", 0.023),
  azure: storage("Storage", "Hot LRS Data Stored", 0.0208),
  gcp: storage("Cloud Storage", "Standard Storage US Regional", 0.02),
};

/** A small size of each. */
const services: Readonly<Partial<Record<EstateService["kind"], Sku>>> = {
  rds: database("AmazonRDS", "InstanceUsage:db.m6i.large", 0.178),
  "azure-sql": database("SQL Database", "General Purpose 2 vCore", 0.5044),
  "cloud-sql": database("Cloud SQL", "Cloud SQL for PostgreSQL: 2 vCPU + 8GB RAM in Americas", 0.1386),
  "oci-db": database("DATABASE", "Base Database Service 1 OCPU", 0.2218),
};
