import type {
  CloudId,
  DiscoveryGap,
  DiscoveryRequest,
  MachineUse,
  RequestCount,
  SeenService,
  StorageTier,
  StoreUse,
} from "@skylane/core";
import type { CloudContext } from "../define-cloud.ts";

/** Which machines, in which accounts, and from when to when; both moments are whole hours. */
export interface UsageRequest extends Pick<DiscoveryRequest, "accounts" | "concurrency" | "nowMs" | "signal"> {
  readonly machines: readonly SeenService[];
  readonly fromMs: number;
  readonly toMs: number;
}

/** Means of five minutes, 0 to 1, by their start, ms since 1970. Where a cloud has no point there is none: unknown, not idle. */
export type RatioPoints = ReadonlyMap<number, number>;

/** What a cloud measured of one machine, by the hour: points of a thousand machines would be too many to hold. */
export interface MeasuredMachine {
  readonly machine: SeenService;
  readonly cpuRatio: MachineUse["cpuRatio"];
  /** Absent = nobody measures it. */
  readonly memoryRatio?: MachineUse["memoryRatio"];
  /** By what its bill names it, where that is not its own id. */
  readonly billedAs?: string | undefined;
  /** Its size, where that is not seen by a look. */
  readonly size?: string | undefined;
}

/** Reads metrics, and changes nothing. Never rejects for what a cloud does: that becomes a gap, and the rest goes on. */
export type ReadUsage = (request: UsageRequest) => Promise<{
  readonly measured: readonly MeasuredMachine[];
  readonly gaps: readonly DiscoveryGap[];
}>;

/** Of which accounts and Regions, and from when to when; both moments are whole days. */
export interface StoresRequest extends Pick<DiscoveryRequest, "accounts" | "concurrency" | "nowMs" | "signal"> {
  /** Regions where the accounts have something; none = not known. */
  readonly regionIds: readonly string[];
  /** Stores that a look found, in clouds whose metrics do not name them. */
  readonly services: readonly SeenService[];
  readonly fromMs: number;
  readonly toMs: number;
}

/** Reads metrics of stores, as `ReadUsage` reads those of machines. */
export type ReadStores = (request: StoresRequest) => Promise<{
  readonly stores: readonly Omit<StoreUse, "cloud" | "tiers">[];
  readonly gaps: readonly DiscoveryGap[];
}>;

/** How one cloud tells what lies in its stores, and what a tier of them costs. */
export interface StoreUsage {
  readonly cloud: CloudId;
  /** Tiers of a store in that Region; none where prices are not known. */
  readonly tiersIn: (regionId: string) => readonly StorageTier[];
  readonly load: () => Promise<(context: CloudContext) => ReadStores>;
}

/** A load balancer, and where its metrics are. */
export interface Balancer {
  readonly id: string;
  readonly accountId: string;
  /** Empty for what is global. */
  readonly regionId: string;
}

/** Reads what load balancers counted, as `ReadUsage` reads metrics of machines; both moments are whole days. */
export type ReadBalancers = (
  request: Pick<UsageRequest, "accounts" | "concurrency" | "nowMs" | "signal" | "fromMs" | "toMs"> & {
    readonly balancers: readonly Balancer[];
  },
) => Promise<{ readonly counts: readonly RequestCount[]; readonly gaps: readonly DiscoveryGap[] }>;

/** How one cloud tells what its load balancers count. */
export interface BalancerUsage {
  readonly cloud: CloudId;
  /** The load balancer of an id of this cloud; `undefined` = it is of another. */
  readonly balancerOf: (id: string) => Balancer | undefined;
  readonly load: () => Promise<(context: CloudContext) => ReadBalancers>;
}

/** How one cloud tells how busy its machines are. */
export interface Usage {
  readonly cloud: CloudId;
  readonly measures: (service: SeenService) => boolean;
  /** Smaller ones of the same kind whose processors, memory and price are in proportion; none where that is not known. */
  readonly smallerSizes: (size: string) => MachineUse["smallerSizes"];
  /** Loads what asks. */
  readonly load: () => Promise<(context: CloudContext) => ReadUsage>;
}

/** Clouds are asked for means of five minutes: all of them have these for two weeks. */
export const POINT_MS = 300_000;
