import * as z from "zod";
import { CapacityExhaustion } from "../model/capacity-watch.ts";
import { ConnectionId, GroupId, PathId, VantageId } from "../model/ids.ts";
import { DegradationSign } from "../model/path-watch.ts";

/**
 * What a person could do: move the group to another path while this one still works, or why there is nothing to move or
 * nowhere to go. Nothing is moved by a prediction.
 */
export const DrainProposal = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("drain"), connectionId: ConnectionId, toPathId: PathId }),
  z.strictObject({
    kind: z.literal("none"),
    why: z.enum(["carries-nothing", "move-active", "no-plan", "no-allowed-backup", "backup-not-healthy"]),
  }),
]);
export type DrainProposal = z.infer<typeof DrainProposal>;

const ratio = z.number().min(0).max(1);
const aboutVantage = z.strictObject({
  kind: z.literal("vantage"),
  /** Those of its paths that look bad. */
  pathIds: z.array(PathId).min(1),
  /** All it probes. */
  pathCount: z.int().positive(),
});

/** A path is likely to be degraded or down before long; or the vantage is suspect, because most of its paths look so at once. */
export const DegradationPredicted = z.strictObject({
  vantageId: VantageId,
  slotMs: z.number(),
  /** 0..1; an estimate that was not calibrated on outages. */
  probability: ratio,
  /** Until round trip or loss is above its limit if it goes on as it does; absent = no rate of growth is known. */
  leadTimeMs: z.number().nonnegative().optional(),
  /** The strongest first. */
  signs: z.array(DegradationSign).min(1),
  about: z.discriminatedUnion("kind", [
    z.strictObject({
      kind: z.literal("path"),
      pathId: PathId,
      groupId: GroupId,
      /** True if it was told before and comes in less than half of the time that was left. */
      isWorse: z.boolean(),
      evidence: z.strictObject({
        /** Of the last minute. */
        lossRatio: ratio,
        usualLossRatio: ratio,
        limitLossRatio: ratio,
        /** Median of the last minute; absent = no answer. */
        rttP50Ms: z.number().optional(),
        limitRttMs: z.number().optional(),
        /** How the round trip grows; absent = too few answers. */
        rttMsPerHour: z.number().optional(),
      }),
      proposal: DrainProposal,
    }),
    aboutVantage,
  ]),
});
export type DegradationPredicted = z.infer<typeof DegradationPredicted>;

/** A connection will be as full as it may be, before a new one could be built. */
export const CapacityExhaustionPredicted = z.strictObject({
  estate: z.string(),
  /** As discovery names it. */
  connectionId: z.string().min(1),
  bandwidthMbps: z.number().positive(),
  ...CapacityExhaustion.shape,
});
export type CapacityExhaustionPredicted = z.infer<typeof CapacityExhaustionPredicted>;

/** What was predicted is over: it came and went, or it did not come. */
export const DegradationPassed = z.strictObject({
  vantageId: VantageId,
  slotMs: z.number(),
  /** When it was predicted. */
  sinceMs: z.number(),
  about: z.discriminatedUnion("kind", [
    z.strictObject({
      kind: z.literal("path"),
      pathId: PathId,
      groupId: GroupId,
      /** When the path was first seen degraded or down; absent = it never was. */
      cameAtMs: z.number().optional(),
    }),
    aboutVantage,
  ]),
});
export type DegradationPassed = z.infer<typeof DegradationPassed>;
