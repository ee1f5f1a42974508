import type { Connection, ConnectionKind } from "../model/connection.ts";
import type { CloudDiscovery, SeenGateway } from "../model/discovery.ts";
import type { CloudId, Coordinates } from "../model/network.ts";
import type { Charge, PriceQuery, PriceRow } from "../model/price.ts";
import type { SlaRow } from "../model/sla.ts";

/** What to look at, and whom to tell how far it is. */
export interface DiscoveryRequest {
  /** Accounts, subscriptions, projects, tenancies or routers; empty = what the credentials are of. */
  readonly accounts: readonly {
    readonly id: string;
    /** Role to assume in it, on AWS. */
    readonly roleArn?: string | undefined;
    /** What that role's trust asks for beside the caller. */
    readonly externalId?: string | undefined;
    /** Where it is, as far as it is configured: the site of a router. */
    readonly regions?: readonly string[] | undefined;
  }[];
  /** Empty = every Region that is enabled. */
  readonly regions: readonly string[];
  /** Calls in flight at once. */
  readonly concurrency: number;
  readonly nowMs: () => number;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((step: DiscoveryStep) => void) | undefined;
}

/** One scope of a discovery: how many of its calls are made. */
export interface DiscoveryStep {
  readonly cloud: string;
  readonly regionId: string;
  readonly doneCount: number;
  readonly totalCount: number;
}

/** Looks at one cloud as the configuration says: its accounts and Regions. */
export interface Surveyor {
  look(cloud: CloudId): Promise<CloudDiscovery>;
}

/** What is known of the clouds without asking them: places, list prices, promises. What is not known is `undefined`, never 0. */
export interface Estimates {
  /** Where a Region is. */
  locate(cloud: CloudId, regionId: string): Coordinates | undefined;
  /** Where a network of this cloud with this first range asks for names; `undefined` = nobody knows. */
  resolverIp(cloud: CloudId, firstCidr: string): string | undefined;
  /** What a cloud typically takes to make an object of such a kind, `<cloud>.<kind>`, milliseconds; `undefined` = nobody knows. */
  provisioningMs(resource: string): number | undefined;
  /** The row of the price lists that answers a question best; `undefined` = the price is not known. */
  price(query: PriceQuery): PriceRow | undefined;
  /** Everything that is charged by volume for a packet that leaves `from` over such a link; empty = nothing is. */
  charges(leg: TransferLeg): readonly Charge[];
  /** What the vendor promises of such a link; `undefined` = nothing that is known. */
  availabilityRatio(cloud: CloudId, kind: ConnectionKind, build: SlaRow["build"]): number | undefined;
  /** List price of a gigabyte that leaves `from` over a link of this kind, USD, at the first tier. */
  transferUsdPerGb(
    kind: ConnectionKind,
    from: RegionRef,
    to: RegionRef,
    gatewayKind?: SeenGateway["kind"],
  ): number | undefined;
}

/** One direction of a link. */
export interface TransferLeg {
  readonly kind: ConnectionKind;
  readonly from: RegionRef;
  readonly to: RegionRef;
  /** Kind of the gateway it leaves through, where there is one: transit gateways and hubs charge for what they handle. */
  readonly gatewayKind?: SeenGateway["kind"] | undefined;
  /** Tariff of the link where it has several: `metered`, `unlimited`, `local`, `flat`. */
  readonly tariff?: Connection["tariff"] | undefined;
}

/** A Region, or the site of a data centre. */
export interface RegionRef {
  readonly cloud: CloudId;
  readonly regionId: string;
}

/** Looks at one cloud, read-only. Never rejects for what a cloud does: that becomes a gap, and the rest goes on. */
export type Discover = (request: DiscoveryRequest) => Promise<CloudDiscovery>;
