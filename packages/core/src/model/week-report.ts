import * as z from "zod";
import { IsoWeek } from "../units/iso-week.ts";
import { CostAnomaly } from "./cost/anomaly.ts";
import { CostRecommendation } from "./cost/recommendation.ts";
import { CostScope } from "./cost/scope.ts";
import { DrillStatus } from "./drill.ts";
import { DrillRunId } from "./drill-kind.ts";
import { GroupId, IncidentId, PathId, VantageId } from "./ids.ts";
import { IncidentStatus } from "./incident.ts";

const Count = z.int().nonnegative();
const Ms = z.number().nonnegative();
const Ratio = z.number().min(0).max(1);

/** Parts of a recovery, in their order. */
export const RecoveryPhase = z.enum(["detection", "decision", "change", "proof"]);
export type RecoveryPhase = z.infer<typeof RecoveryPhase>;

/** One move to another path, and how long each part of it took. What is not known is absent. */
export const Recovery = z.strictObject({
  incidentId: IncidentId,
  groupId: GroupId,
  fromPathId: PathId,
  toPathId: PathId.optional(),
  atMs: z.number(),
  how: z.enum(["moved", "repaired-by-routing"]),
  /** A person or a drill ordered it: nothing had failed, so there is no time to recover. */
  isOrdered: z.boolean(),
  phasesMs: z.partialRecord(RecoveryPhase, Ms),
  /** From the first bad probe to traffic proven on the other path; where that probe is not known, from the verdict. */
  rtoMs: Ms.optional(),
  isFromFirstBadProbe: z.boolean(),
  objectiveMs: z.number().positive().optional(),
  /** Probes of the failed path in that time. `missingCount` = those that the record does not hold. */
  probes: z.strictObject({ lostCount: Count, knownCount: Count, missingCount: Count }).optional(),
  /** Requests on the application flows that proved it. */
  proof: z.strictObject({ sentCount: Count, answeredCount: Count }).optional(),
});
export type Recovery = z.infer<typeof Recovery>;

/** Of several values: how many, and by nearest rank what half, 95 % and all of them do not exceed. */
export const Spread = z.strictObject({ count: z.int().positive(), p50Ms: Ms, p95Ms: Ms, maxMs: Ms });
export type Spread = z.infer<typeof Spread>;

/** A path in the week, as its vantage saw it. */
export const PathWeek = z.strictObject({
  pathId: PathId,
  groupId: GroupId,
  vantageId: VantageId,
  /** Share of the time seen in which it was not down; absent = it was not seen. */
  availabilityRatio: Ratio.optional(),
  seenMinutes: z.number().nonnegative(),
  downMinutes: z.number().nonnegative(),
  degradedMinutes: z.number().nonnegative(),
  lossRatio: Ratio.optional(),
  /** What is promised; absent = nothing is. */
  objectiveRatio: z.number().gt(0).lt(1).optional(),
  /** What was left of the error budget of its whole period when the report was written; below 0 it is overdrawn. */
  remainingRatio: z.number().max(1).optional(),
  /** Monday first; only days on which it was seen. */
  days: z.array(
    z.strictObject({
      day: z.iso.date(),
      upMinutes: z.number().nonnegative(),
      degradedMinutes: z.number().nonnegative(),
      downMinutes: z.number().nonnegative(),
    }),
  ),
});
export type PathWeek = z.infer<typeof PathWeek>;

const Saving = z.strictObject({
  title: CostRecommendation.shape.title,
  status: CostRecommendation.shape.status,
  /** A month: as verified by the bill, else as advised. */
  monthlyUsd: z.number(),
});
const SavingSum = z.strictObject({ count: Count, monthlyUsd: z.number() });

/** Something that waits for a person. */
export const WeekNeed = z.strictObject({ tone: z.enum(["bad", "watch"]), what: z.string(), detail: z.string() });
export type WeekNeed = z.infer<typeof WeekNeed>;

/** A week of an estate, Monday to Sunday, UTC: what was achieved, and what needs people. */
export const WeekReport = z.strictObject({
  estate: z.string(),
  week: IsoWeek,
  fromMs: z.number(),
  toMs: z.number(),
  /** When it was written. */
  atMs: z.number(),
  /** False = the week was not over yet. */
  isWhole: z.boolean(),
  recovery: z.strictObject({
    moves: z.array(Recovery),
    /** Of moves that were not ordered; absent = there was none. */
    rto: Spread.optional(),
    phases: z.partialRecord(RecoveryPhase, Spread),
    /** Of those with an objective. */
    judgedCount: Count,
    withinCount: Count,
    /** Probes lost while moves went on, of those that are known. */
    probes: z.strictObject({ lostCount: Count, knownCount: Count, missingCount: Count, moveCount: Count }),
  }),
  availability: z.strictObject({
    groups: z.array(
      z.strictObject({
        groupId: GroupId,
        /** Incidents of the week that took its primary path away, and were not ordered. */
        incidentCount: Count,
        /** From the first sign to proven traffic, of those that ended so. */
        outageMs: Ms,
        /** Share of the week without these; absent = one of its incidents was not moved, so its length is not known. */
        availabilityRatio: Ratio.optional(),
      }),
    ),
    paths: z.array(PathWeek),
  }),
  incidents: z.array(
    z.strictObject({
      id: IncidentId,
      groupId: GroupId,
      status: IncidentStatus,
      cause: z.string(),
      fromPathId: PathId,
      toPathId: PathId.optional(),
      openedAtMs: z.number(),
      reason: z.string().optional(),
      isOrdered: z.boolean(),
    }),
  ),
  drills: z.strictObject({
    runs: z.array(
      z.strictObject({
        runId: DrillRunId,
        drillId: z.string(),
        groupId: GroupId,
        status: DrillStatus,
        atMs: z.number(),
        rtoMs: Ms.optional(),
        targetRtoMs: z.number().positive(),
        reason: z.string(),
      }),
    ),
    /** Groups at `act` that no drill went to its end on for a quarter; no days = none ever did. */
    overdue: z.array(z.strictObject({ groupId: GroupId, notDrilledDays: Count.optional() })),
  }),
  savings: z.strictObject({
    /** Raised in the week. */
    advised: SavingSum,
    /** Waiting for a decision, whenever they were raised. */
    open: SavingSum,
    /** Accepted or done in the week. */
    taken: SavingSum,
    /** Verified by the bill, so far. */
    verified: SavingSum,
    /** What did not save what was promised, told in the week. */
    missed: SavingSum,
    /** The largest of them. */
    shown: z.array(Saving).max(10),
  }),
  /** Absent = no bill is there. */
  costs: z
    .strictObject({
      /** The seven days that end here: the week, or as far as bills have it whole. */
      untilMs: z.number(),
      usd: z.number(),
      usdBefore: z.number(),
      /** What changed most. */
      movers: z.array(z.strictObject({ scope: CostScope, usd: z.number(), usdBefore: z.number() })).max(5),
      anomalies: z.array(z.strictObject({ scope: CostScope, usdPerDay: z.number(), cause: CostAnomaly.shape.cause })),
      budgets: z.array(z.string()),
    })
    .optional(),
  needs: z.array(WeekNeed),
});
export type WeekReport = z.infer<typeof WeekReport>;
