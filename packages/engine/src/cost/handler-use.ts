import type { EventType, FunctionName } from "@skylane/core";
import type { CostCheckKind } from "./check/use-cases/start-cost-check.ts";

/** So much whatever there is to watch, and so much more for each path the call is about. */
export type Linear = readonly [fixed: number, perPath: number];

/** Units of the two tables. */
export const tableUnits = ["state-read", "state-write", "coord-read", "coord-write"] as const;
export type TableUnit = (typeof tableUnits)[number];

/** What one call of a function uses in a quiet month. */
export interface HandlerUse {
  /** Beside what it waits by its configuration. */
  readonly durationMs: Linear;
  /** Of a burst: each time it stores what it saw. */
  readonly tables?: Partial<Readonly<Record<TableUnit, Linear>>>;
  /** And so much where there are two Regions, beside asking who acts. */
  readonly tablesOfTwo?: Partial<Readonly<Record<TableUnit, number>>>;
  /** What it writes, and what the platform writes about it. */
  readonly logBytes: Linear;
  /** One of each a call, or one for each group of paths. */
  readonly events?: readonly { readonly type: EventType; readonly bytes: Linear; readonly isPerGroup?: true }[];
}

/** What a schedule calls and a quiet month is not charged for, and why. */
export const notForeseen: Partial<Readonly<Record<FunctionName, string>>> = {
  "start-drill": "a drill moves traffic: its month is not quiet, and what it costs is told with it",
};

/** Steps of a look at costs that goes well, in the order of its workflow. */
export const costCheckSteps = {
  meter: ["meter-traffic", "watch-costs"],
  bills: ["take-bills", "forecast-costs", "advise-costs", "verify-savings", "reconcile-costs"],
} as const satisfies Readonly<Record<CostCheckKind, readonly FunctionName[]>>;

const look: HandlerUse = {
  durationMs: [630, 0],
  tables: { "state-read": [22, 0], "state-write": [53, 0] },
  logBytes: [627, 0],
  events: [{ type: "topology.snapshot-completed.v1", bytes: [601, 0] }],
};

/**
 * Measured by `node test/bench/handler-use.bench.ts`, with 7 and with 127 paths of the example: the line through both. Two cores
 * that others used too, Node 24, the embedded DynamoDB, 2026-11-22. Times are of that machine: a function with a quarter of a
 * CPU is slower, which matters little beside what bursts wait. What is learnt of paths is that of an installation's first minutes;
 * what it grows by stands apart, in `standing.ts`. Functions that are not here are not called in a quiet month.
 */
export const handlerUse: Partial<Readonly<Record<FunctionName, HandlerUse>>> = {
  "probe-burst": {
    durationMs: [20, 1],
    tables: { "state-read": [1.73, 0.067], "state-write": [0.72, 0.07] },
    logBytes: [578, 0],
    events: [{ type: "health.snapshot-taken.v1", bytes: [469, 461] }],
  },
  "record-snapshot": { durationMs: [6, 0.4], tables: { "state-read": [1.73, 0.067] }, logBytes: [645, 0] },
  "learn-performance": {
    durationMs: [9, 0.4],
    tables: { "state-read": [1.98, 0.004], "state-write": [0.76, 0.059] },
    logBytes: [310, 0],
  },
  "watch-degradation": {
    durationMs: [4, 1.5],
    tables: { "state-read": [3, 0], "state-write": [0.78, 0.055] },
    logBytes: [310, 0],
  },
  "record-event": { durationMs: [2, 0.4], logBytes: [310, 0] },
  // with two Regions it also asks which incidents are active, and which overrides there are
  "reconsider-paths": {
    durationMs: [1, 0.1],
    tables: { "state-read": [1.5, 0.075] },
    tablesOfTwo: { "state-read": 1, "coord-read": 1 },
    logBytes: [310, 0],
  },
  "hold-region": { durationMs: [1, 0], logBytes: [310, 0] },
  "watch-overrides": {
    durationMs: [12, 0.3],
    tables: { "coord-read": [2, 0], "state-read": [0.5, 0.075] },
    logBytes: [310, 0],
  },
  "renew-overrides": { durationMs: [5, 0], tables: { "coord-read": [1, 0] }, logBytes: [310, 0] },
  // while no application sends spans; what those cost is in docs/application-requests.md
  "join-requests": { durationMs: [20, 0], tables: { "state-read": [4.5, 0] }, logBytes: [310, 0] },
  "discover-cloud": look,
  // not measured by itself: it asks no cloud, and stores the same
  "join-look": look,
  "watch-capacity": { durationMs: [34, 0], tables: { "state-read": [17, 0] }, logBytes: [310, 0] },
  "refresh-choices": {
    durationMs: [8, 0],
    tables: { "state-read": [1, 0] },
    logBytes: [310, 0],
    events: [{ type: "paths.plan-updated.v1", bytes: [605, 10.4], isPerGroup: true }],
  },
  "store-plan": { durationMs: [6, 0], tables: { "state-read": [2.7, 0.044] }, logBytes: [310, 0] },
  // after a look at a cloud; once a week it takes half a second
  "optimise-paths": { durationMs: [38, 0], tables: { "state-read": [26, 0] }, logBytes: [310, 0] },
  // Looks at costs are about links, not paths, each with a flow: measured with 127, of which 39 days are kept, other bytes in each slot.
  // Bills are the example's, of sixty days. Not measured by itself: it starts a workflow.
  "start-cost-check": { durationMs: [20, 0], logBytes: [310, 0] },
  "meter-traffic": {
    durationMs: [0, 2.6],
    tables: { "state-read": [0, 0.41], "state-write": [0, 0.25] },
    logBytes: [589, 0],
  },
  "watch-costs": { durationMs: [0, 42.4], tables: { "state-read": [0, 13.4] }, logBytes: [475, 0] },
  "take-bills": {
    durationMs: [1_800, 0],
    tables: { "state-read": [12, 0], "state-write": [27, 0] },
    logBytes: [497, 0],
    events: [{ type: "cost.rows-ingested.v1", bytes: [636, 0] }],
  },
  // it hears of bills that were read, of which nobody is told
  "raise-alert": { durationMs: [0.6, 0], logBytes: [310, 0] },
  "forecast-costs": {
    durationMs: [280, 0],
    tables: { "state-read": [47, 0], "state-write": [1, 0] },
    logBytes: [467, 0],
  },
  "advise-costs": {
    durationMs: [0, 47.7],
    tables: { "state-read": [0, 12.7], "state-write": [18, 0] },
    logBytes: [474, 0],
  },
  "verify-savings": { durationMs: [3, 0], tables: { "state-read": [4, 0] }, logBytes: [310, 0] },
  // once a month it reads a month of the meter; on the other days it sees that the bill is not final
  "reconcile-costs": { durationMs: [1, 0], logBytes: [310, 0] },
  // every group on the page; while there was no incident in ninety days
  "publish-status": { durationMs: [23, 0.6], tables: { "state-read": [4.4, 0.23] }, logBytes: [310, 0] },
  // a week without incidents, told to nobody: the meter of a month and the bills are what it reads
  "tell-week": {
    durationMs: [370, 0],
    tables: { "state-read": [37, 0], "state-write": [1, 0], "coord-read": [2, 0] },
    logBytes: [535, 0],
  },
  // where nothing is bad; measured with 127 paths that have promises
  "watch-slos": {
    durationMs: [0, 0.25],
    tables: { "state-read": [0, 0.031], "state-write": [0, 0.016] },
    logBytes: [310, 0],
  },
};
