import * as z from "zod";
import { ConnectionKind } from "./connection.ts";
import { FlowId } from "./ids.ts";

/** What a choice of paths is to be good at. */
export const PathObjective = z.enum(["cost", "latency", "balanced", "reliability"]);
export type PathObjective = z.infer<typeof PathObjective>;

const usd = z.number();
const way = z.array(z.string().min(1));

/** A way of a flow with what it costs and how it performs. */
export const ChosenWay = z.strictObject({
  /** Ids of its connections, in the order of the way; empty = inside one network. */
  connectionIds: way,
  /** There and back, ms; absent where a place on it is not known. */
  rttMs: z.number().nonnegative().optional(),
  availabilityRatio: z.number().min(0).max(1).optional(),
  /** What the probes saw of its links; absent where none of them is probed. */
  measured: z
    .strictObject({
      /** 0 = the latency rests on places alone, 1 = it is certain; of the link that is known least. */
      confidenceRatio: z.number().min(0).max(1),
      /** Slowest hundredth of the round trips of its probed links, ms. */
      rttP99Ms: z.number().nonnegative(),
      /** Of its probed links together. */
      lossRatio: z.number().min(0).max(1),
      sampleCount: z.number().nonnegative(),
    })
    .optional(),
  /** True if today's announcements carry it. */
  isRouted: z.boolean(),
});
export type ChosenWay = z.infer<typeof ChosenWay>;

/** What a plan says of one flow; `parts` are several where its traffic is split. */
export const PlannedFlow = z.strictObject({
  flowId: FlowId,
  class: z.enum(["critical", "standard", "bulk"]),
  primary: ChosenWay,
  /** Null = no other allowed way, or none with room. */
  backup: ChosenWay.nullable(),
  /** Present where the traffic is split: the share of each part, the first is the one above. */
  parts: z
    .array(z.strictObject({ shareRatio: z.number().min(0).max(1), primary: ChosenWay, backup: ChosenWay.nullable() }))
    .optional(),
  today: ChosenWay.nullable(),
  /** Of primary and backup together, with what they may share; absent where one is not known. */
  availabilityRatio: z.number().min(0).max(1).optional(),
  monthlyGb: z.number().nonnegative().optional(),
  /** What its bytes cost on the primary at the prices the plan leads to; its part of the fees is not in it. */
  transferMonthlyUsd: usd,
});
export type PlannedFlow = z.infer<typeof PlannedFlow>;

/** What a plan does with one link. */
export const PlannedLink = z.strictObject({
  connectionId: z.string().min(1),
  kind: ConnectionKind,
  action: z.enum(["keep", "close", "open", "expand"]),
  /** Why, in one sentence. */
  because: z.string(),
  /** Fee of a month; absent = not known. */
  monthlyUsd: usd.optional(),
  capacityMbps: z.number().positive().optional(),
  loadMbps: z.number().nonnegative(),
  /** Highest load after any single failure, and which one that is. */
  worstLoadMbps: z.number().nonnegative(),
  worstRiskId: z.string().optional(),
});
export type PlannedLink = z.infer<typeof PlannedLink>;

/** What another way of choosing would cost. */
export const Comparison = z.strictObject({
  monthlyUsd: usd,
  /** True if it keeps every rule the plan keeps: policies, capacities, backups. */
  isAllowed: z.boolean(),
  /** What it breaks; empty if it is allowed. */
  broken: z.array(z.string()),
  /** What it costs once it is made to keep them with as little change as possible; absent = that cannot be done. */
  equalMonthlyUsd: usd.optional(),
});
export type Comparison = z.infer<typeof Comparison>;

/** A single failure that a flow would not survive on the plan's two ways, or on any. */
export const CoverageGap = z.strictObject({
  flowId: FlowId,
  class: z.enum(["critical", "standard", "bulk"]),
  riskId: z.string(),
  /** `no-way` = no allowed way avoids it at all; `no-room` = one would, and capacity or budget is lacking. */
  because: z.enum(["no-way", "no-room"]),
});
export type CoverageGap = z.infer<typeof CoverageGap>;

/** Flows that move together, from what to what. */
export const MoveStep = z.strictObject({
  flowIds: z.array(FlowId),
  from: way,
  to: way,
  /** True for a detour that a later step takes back. */
  isDetour: z.boolean(),
});
export type MoveStep = z.infer<typeof MoveStep>;

/** Primary and backup for every flow, chosen together. */
export const PathPlan = z.strictObject({
  estate: z.string(),
  /** When it was computed, and of which look at the estate. */
  atMs: z.number(),
  topologyAtMs: z.number(),
  /** Of everything that decides what is done; an approval names it. */
  hash: z.string().min(8),
  objective: PathObjective,
  /** What a millisecond on a gigabyte and a lost gigabyte were taken to be worth, USD. */
  weights: z.strictObject({ perUsd: z.number(), perGbMs: z.number(), perLostGb: z.number() }),
  method: z.enum(["exact", "fast"]),
  /** (objective − proven bound) / objective; 0 = nothing better exists. */
  gap: z.number().nonnegative(),
  monthlyUsd: usd,
  /** True if a price was missing: the plan costs that much at least. */
  isAtLeast: z.boolean(),
  missingPrices: z.array(z.string()),
  /** What was assumed, one sentence each. */
  assumptions: z.array(z.string()),
  comparison: z.strictObject({ today: Comparison, cheapestPerFlow: Comparison, allInternet: Comparison }),
  flows: z.array(PlannedFlow),
  /** Flows that have no allowed way: which constraint, and the least that would have to give. */
  refused: z.array(z.strictObject({ flowId: FlowId, constraint: z.string(), relaxation: z.string() })),
  links: z.array(PlannedLink),
  coverage: z.strictObject({
    /** Pairs of a flow and a single failure on its primary way that were looked at, and how many of them are survived. */
    caseCount: z.int().nonnegative(),
    survivedCount: z.int().nonnegative(),
    gaps: z.array(CoverageGap),
  }),
  moves: z.strictObject({
    openFirst: way,
    /** Links that get their second port before anything moves. */
    expandFirst: way,
    steps: z.array(MoveStep),
    closeLast: way,
    /** Flows that cannot be moved without an overload, with the link and what it lacks. */
    blocked: z.array(z.strictObject({ flowId: FlowId, connectionId: z.string(), lacksMbps: z.number() })),
  }),
});
export type PathPlan = z.infer<typeof PathPlan>;
