import type { FunctionName } from "./manifest.ts";

/** A metric that is counted from the log lines of some functions, where those are kept. */
export interface LogMetricSpec {
  /** The line's static message. */
  readonly message: string;
  /** What else the line must say. */
  readonly where?: Readonly<Record<string, string>>;
  /** The functions that write it. */
  readonly from: readonly FunctionName[];
  /** Key of the line whose number is recorded, if it is above 0; absent = each line counts 1. */
  readonly value?: string;
}

/**
 * Every metric Skylane has of its own work; the others are AWS's. Names end in their unit. One is paid for by the hours in which
 * something is recorded, so none records anything while all is well, and none tells paths, vantages or clouds apart: the lines do.
 */
export const logMetrics = {
  UnknownPathCount: { message: "snapshot recorded", from: ["record-snapshot"], value: "unknownCount" },
  /** From the moment a path was called bad until a move was ordered. */
  DecisionDelayMs: {
    message: "failover considered",
    where: { kind: "started" },
    from: ["consider-failover"],
    value: "delayMs",
  },
  /** From the incident's opening until traffic was proven on the backup. */
  MoveDurationMs: {
    message: "failover outcome",
    where: { outcome: "moved" },
    from: ["record-outcome"],
    value: "elapsedMs",
  },
  VerifiedMoveCount: { message: "failover outcome", where: { outcome: "moved" }, from: ["record-outcome"] },
  RefusedMoveCount: { message: "failover outcome", where: { outcome: "refused" }, from: ["record-outcome"] },
  CompensatedMoveCount: { message: "failover outcome", where: { status: "rolled-back" }, from: ["record-outcome"] },
  UnprovenFailbackCount: {
    message: "failover outcome",
    where: { outcome: "failback-undone" },
    from: ["record-outcome"],
  },
  NeedsHumanCount: { message: "failover outcome", where: { status: "needs-human" }, from: ["record-outcome"] },
  /** Runs that have made what could not be taken away again. */
  StuckRunCount: { message: "run ended", where: { status: "stuck" }, from: ["end-provisioning"] },
  OverrideEndCount: { message: "override ends", from: ["watch-overrides"] },
  UnwatchedOverrideCount: { message: "override not watched", from: ["watch-overrides"] },
  TakenRegionCount: { message: "Region taken", from: ["hold-region"] },
  UnreadableLeaseCount: { message: "the Region's lease cannot be read or written", from: ["hold-region"] },
  /** A token or credentials for another cloud are due and did not come; the old may be good for a while yet. */
  IdentityFailureCount: { message: "identity was not refreshed", from: ["discover-cloud", "watch-overrides"] },
  /** What a cloud did not show, a refused credential among it. */
  DiscoveryGapCount: { message: "cloud discovered", from: ["discover-cloud"], value: "gapCount" },
  /** Of traces that the collector did not take; they are kept here all the same. */
  UnexportedSpanCount: { message: "spans not exported", from: ["export-trace"], value: "spanCount" },
} as const satisfies Readonly<Record<string, LogMetricSpec>>;

/** Name of a metric of Skylane's own. */
export type LogMetricName = keyof typeof logMetrics;

/**
 * The lines a metric is counted from, as a filter pattern of CloudWatch Logs.
 * @see Amazon CloudWatch Logs user guide, filter pattern syntax for JSON log events (read 2026-11)
 */
export function filterPatternOf({ message, where = {}, value }: LogMetricSpec): string {
  const terms = Object.entries({ message, ...where }).map(([key, wanted]) => `($.${key} = "${wanted}")`);
  if (value !== undefined) terms.push(`($.${value} > 0)`);
  return `{ ${terms.join(" && ")} }`;
}
