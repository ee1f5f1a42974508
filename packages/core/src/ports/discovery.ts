import type { ConnectionKind } from "../model/connection.ts";
import type { CloudDiscovery } from "../model/discovery.ts";
import type { CloudId, Coordinates } from "../model/network.ts";

/** What to look at, and whom to tell how far it is. */
export interface DiscoveryRequest {
  /** Accounts, subscriptions, projects, tenancies or routers; empty = what the credentials are of. */
  readonly accounts: readonly {
    readonly id: string;
    /** Role to assume in it, on AWS. */
    readonly roleArn?: string | undefined;
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

/** What is known of the clouds without asking them: places and list prices. What is not known is `undefined`, never 0. */
export interface Estimates {
  /** Where a Region is. */
  locate(cloud: CloudId, regionId: string): Coordinates | undefined;
  /** List price of a gigabyte that leaves `from` over a link of this kind, USD, at the first tier. */
  transferUsdPerGb(kind: ConnectionKind, from: RegionRef, to: RegionRef): number | undefined;
}

/** A Region, or the site of a data centre. */
export interface RegionRef {
  readonly cloud: CloudId;
  readonly regionId: string;
}

/** Looks at one cloud, read-only. Never rejects for what a cloud does: that becomes a gap, and the rest goes on. */
export type Discover = (request: DiscoveryRequest) => Promise<CloudDiscovery>;
