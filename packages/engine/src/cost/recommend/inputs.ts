import type {
  BillLine,
  CapacityExhaustionPredicted,
  ChargeMatch,
  CostRecommendation,
  CostScope,
  FailoverPlan,
  MeteredSlot,
  StorageTier,
  TopologyConnection,
} from "@skylane/core";

/** A link as the estate has it, and what it carried. */
export interface LinkUse {
  readonly connection: TopologyConnection;
  /** What the bill said it cost in the last 30 days, all its own charges; goes before the list price. */
  readonly billedUsd30d?: number | undefined;
  /** Both directions, the last weeks; each direction counts for itself. */
  readonly slots?: readonly Pick<MeteredSlot, "startMs" | "fromKey" | "bytes" | "coverageRatio" | "usd">[] | undefined;
  /** What the same link costs in other sizes, its fee alone; price rows or offers. */
  readonly sizes?: readonly { readonly bandwidthMbps: number; readonly monthlyUsd: number }[] | undefined;
  /** Day until which it is paid whether it is used or not. */
  readonly committedUntil?: string | undefined;
}

/** How a machine or database was used, hour by hour, as metrics say. */
export interface ResourceUse {
  readonly resourceId: string;
  readonly scope: CostScope;
  /** True if its owner says that it may be switched off while nobody works with it. */
  readonly isNonProduction: boolean;
  /** What one hour of it costs now. */
  readonly usdPerHour: number;
  /** Start of the first hour, ms since 1970. */
  readonly startMs: number;
  /** Part of its processor that was in use, the highest five minutes of each hour, 0 to 1; `undefined` = not measured. */
  readonly cpuRatio: readonly (number | undefined)[];
  /** The same of its memory; absent = nobody measures it. */
  readonly memoryRatio?: readonly (number | undefined)[] | undefined;
  /** Smaller ones of its kind, beside what it is now = 1. */
  readonly sizes?:
    | readonly {
        readonly name: string;
        readonly usdPerHour: number;
        readonly cpuOfNow: number;
        readonly memoryOfNow: number;
      }[]
    | undefined;
}

/** A store, how old what lies in it is, and what of it is read. */
export interface StorageUse {
  readonly resourceId: string;
  readonly scope: CostScope;
  readonly tierId: string;
  readonly tiers: readonly StorageTier[];
  /** By age since it was written, youngest first. */
  readonly ages: readonly {
    readonly minAgeDays: number;
    readonly gb: number;
    readonly objectCount: number;
    /** Read in the last 30 days. */
    readonly readGb30d: number;
  }[];
}

/** What a flow between two clouds asks and gets. */
export interface FlowUse {
  readonly flowId: string;
  readonly scope: CostScope;
  readonly requestCount30d: number;
  readonly bytes30d: number;
  /** What the next gigabyte costs, both sides. */
  readonly usdPerGb: number;
  /** Of each request and its answer: headers, handshakes; absent = not measured, and batching is not spoken of. */
  readonly overheadBytesPerRequest?: number | undefined;
  /** Part of the bytes that had been asked for before, within the time they may be kept; absent = not measured. */
  readonly repeatedRatio?: number | undefined;
}

/** A workload, the data it works on in another cloud, and what it would be beside it; what is absent is not known. */
export interface Placement {
  /** As bills name it. */
  readonly workload: string;
  /** As people call it. */
  readonly name?: string | undefined;
  readonly scope: CostScope;
  readonly from: string;
  readonly to: string;
  /** Both directions, between it and its data; falls away. */
  readonly transferUsd30d: number;
  readonly transferGb30d: number;
  /** What its other traffic would cost more from there. */
  readonly otherTransferMoreUsd30d?: number | undefined;
  readonly hostingUsd30d?: number | undefined;
  readonly hostingThereUsd30d?: number | undefined;
  /** What has to be carried over once. */
  readonly move?: { readonly gb: number; readonly usdPerGb: number } | undefined;
}

/** What can be bought in advance: so much an hour, used or not, at a discount. */
export interface CommitmentOffer {
  readonly id: string;
  /** Pools of use it covers, the one with most to save first. */
  readonly poolIds: readonly string[];
  readonly discountRatio: number;
  readonly termMonths: number;
}

/** Use that is paid on demand, by hour; pools share their hours. */
export interface OnDemandPool {
  readonly id: string;
  /** USD at the price on demand. */
  readonly hourlyUsd: readonly number[];
}

/** What there is to judge by. A finder without what it needs finds nothing. */
export interface AdviceInputs {
  readonly nowMs: number;
  readonly links?: readonly LinkUse[] | undefined;
  /** Links that plans of failover send traffic over, or may. */
  readonly failover?:
    | {
        readonly plans: readonly FailoverPlan[];
        readonly paths: readonly { readonly id: string; readonly connectionId: string }[];
      }
    | undefined;
  /** Links that will be full, as people were told. */
  readonly capacity?: readonly Omit<CapacityExhaustionPredicted, "estate">[] | undefined;
  /** From order to traffic, and what the port costs a month. */
  readonly ports?: ReadonlyMap<string, { readonly leadDays: number; readonly monthlyUsd: number }> | undefined;
  readonly commitments?:
    | { readonly offers: readonly CommitmentOffer[]; readonly pools: readonly OnDemandPool[] }
    | undefined;
  /** The last weeks of the bill. */
  readonly lines?: readonly BillLine[] | undefined;
  /** Work that may be interrupted at any moment. */
  readonly faultTolerant?: readonly ChargeMatch[] | undefined;
  readonly resources?: readonly ResourceUse[] | undefined;
  readonly storage?: readonly StorageUse[] | undefined;
  readonly flows?: readonly FlowUse[] | undefined;
  readonly placements?: readonly Placement[] | undefined;
}

/** What a finder says; its id and state are given to it after. */
export type Advice = Omit<CostRecommendation, "id" | "kind" | "raisedAtMs" | "status" | "doneAtMs" | "verified">;

export type Finder = (inputs: AdviceInputs) => readonly Advice[];

export const HOURS_PER_MONTH = 730;
export const DAYS_PER_MONTH = HOURS_PER_MONTH / 24;
/** Of 30 days, in a month of 730 hours. */
export const MONTHS_OF_30_DAYS = DAYS_PER_MONTH / 30;

export const usd = (amount: number): string => `$${amount.toLocaleString("en-US", { maximumFractionDigits: 2 })}`;
export const percent = (ratio: number): string => `${Math.round(ratio * 1_000) / 10} %`;
export const gb = (bytes: number): string =>
  `${(bytes / 1e9).toLocaleString("en-US", { maximumFractionDigits: 1 })} GB`;
