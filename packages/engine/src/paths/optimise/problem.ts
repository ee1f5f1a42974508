/**
 * The joint choice as numbers: links, meters, what can fail, and every flow's candidates. Everything else (names, clouds,
 * policies) has been decided before; whatever is in here is allowed. Indexes point into the arrays of the problem.
 */
export interface ChoiceProblem {
  readonly links: readonly ProblemLink[];
  readonly meters: readonly ProblemMeter[];
  /** Volumes a month that are free and shared by several meters. */
  readonly allowances: readonly { readonly gb: number; readonly meters: readonly number[] }[];
  /** Whatever can fail alone: a link, a site, a carrier; each with every link it takes along. Each link is in one at least. */
  readonly risks: readonly ProblemRisk[];
  readonly flows: readonly ProblemFlow[];
  readonly weights: ObjectiveWeights;
  /** The plan may cost no more a month; absent = no limit. */
  readonly maxMonthlyUsd?: number;
}

/** A link, paid once however many flows use it. */
export interface ProblemLink {
  readonly id: string;
  /** Absent = not known: it limits nothing, and the plan says so. */
  readonly capacityMbps?: number;
  /** Fee of a month while it is open, USD; 0 where it is not known, which the plan says too. */
  readonly monthlyUsd: number;
  /** `keep` = open and paid whatever is chosen; `may-close` = open today; `may-open` = would be new. */
  readonly decision: "keep" | "may-close" | "may-open";
  /** A second port: that much more capacity for that much more a month. */
  readonly expansion?: { readonly capacityMbps: number; readonly monthlyUsd: number };
}

/** A price by volume, in steps. All that crosses it in a month is added up before the steps are applied. */
export interface ProblemMeter {
  readonly id: string;
  /** Rising `upToGb`; the last has none. Prices may rise or fall from step to step. */
  readonly tiers: readonly { readonly upToGb?: number; readonly usdPerGb: number }[];
  /** What other traffic has already used this month. */
  readonly baseGb: number;
}

export interface ProblemRisk {
  readonly id: string;
  readonly links: readonly number[];
}

export interface ProblemFlow {
  readonly id: string;
  /** Bandwidth it needs, and that its backup needs too. */
  readonly mbps: number;
  readonly monthlyGb: number;
  /** Its backup's worth when not every flow can have one: critical 100, standard 10, bulk 1. */
  readonly weight: number;
  /** True if its traffic may be split over several paths. */
  readonly isSplittable: boolean;
  readonly candidates: readonly ProblemCandidate[];
  /** Indexes of the candidates that may be the primary; absent = all. */
  readonly primaries?: readonly number[];
}

export interface ProblemCandidate {
  /** In the order of the way, no link twice. */
  readonly links: readonly number[];
  /** Gigabytes the whole flow sends through each meter. */
  readonly charges: readonly { readonly meter: number; readonly gb: number }[];
  readonly rttMs: number;
  /** Share of its traffic that is expected to be lost: 1 − availability × (1 − measured loss). */
  readonly unavailabilityRatio: number;
}

/** What one unit of each goal is worth in USD; the objective is their sum over a month. All ≥ 0. */
export interface ObjectiveWeights {
  /** Of a dollar that is paid: 1 for what is about money, a little for what is not, so that money breaks ties. */
  readonly perUsd: number;
  /** Of a millisecond of round trip on a gigabyte of the primary path. */
  readonly perGbMs: number;
  /** Of a gigabyte that the primary path is expected to lose: monthlyGb × unavailability. */
  readonly perLostGb: number;
}

/** A part of a flow with its two paths. `backup` absent = none. */
export interface ChosenPart {
  readonly primary: number;
  readonly backup?: number;
  /** 0..1; the parts of a flow add up to 1. One part unless the flow may be split. */
  readonly share: number;
}

/** A whole assignment: the parts of each flow by its index, and what is done about links. */
export interface Assignment {
  readonly parts: readonly (readonly ChosenPart[])[];
  readonly isOpen: readonly boolean[];
  readonly isExpanded: readonly boolean[];
}

/** A failure that a flow does not survive on its chosen paths although another choice of its candidates would. */
export interface Exposure {
  readonly flow: number;
  readonly risk: number;
}

/** Which limit cannot be kept, and the least that would have to give. */
export type Infeasibility =
  | { readonly kind: "no-candidate"; readonly flows: readonly number[] }
  | {
      readonly kind: "capacity";
      /** Least sum of extra Mbps, by link. */
      readonly extraMbps: readonly { readonly link: number; readonly mbps: number }[];
    }
  | { readonly kind: "budget"; readonly leastMonthlyUsd: number };

/** What the optimiser answers. */
export type Solution =
  | {
      readonly status: "solved";
      readonly assignment: Assignment;
      /** Weighted sum, USD-equivalents, and the proven bound below it. */
      readonly objective: number;
      readonly bound: number;
      /** (objective − bound) / |objective|; 0 = proven optimal. */
      readonly gapRatio: number;
      readonly monthlyUsd: number;
      /** Failures that cannot be survived under the capacities and the budget though paths would exist; empty if all are. */
      readonly exposures: readonly Exposure[];
    }
  | { readonly status: "infeasible"; readonly why: Infeasibility };
