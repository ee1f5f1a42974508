import * as z from "zod";
import { DailyProfile, Trend } from "./path-watch.ts";

/** How full something is, measured again and again; 1 = full. */
export const UtilisationState = z.strictObject({ trend: Trend.optional(), day: DailyProfile });
export type UtilisationState = Readonly<z.infer<typeof UtilisationState>>;

const ratio = z.number().min(0).max(1);

/** When a connection will be as full as it may be. */
export const CapacityExhaustion = z.strictObject({
  /** Mean of the last 30 days, both directions against the bandwidth of one: the fuller one is at most that full. */
  utilisationRatio: z.number().nonnegative(),
  limitRatio: ratio,
  /** That it is full within 90 days. */
  probability: ratio,
  exhaustedAtMs: z.number(),
  /** Two standard errors of the line sooner and later; no latest = the line may as well be level. */
  soonestAtMs: z.number(),
  latestAtMs: z.number().optional(),
});
export type CapacityExhaustion = z.infer<typeof CapacityExhaustion>;

/** How full a connection gets, and what people were told of it. */
export const CapacityWatchRecord = z.strictObject({
  /** As discovery names it. */
  connectionId: z.string().min(1),
  /** The last day that was counted, days since 1970-01-01, UTC; what is not newer counts no more. */
  day: z.int().nonnegative(),
  dayCount: z.int().positive(),
  /** With another one the watch begins anew. */
  bandwidthMbps: z.number().positive(),
  utilisation: UtilisationState,
  /** The date that was told last; absent = none is in force. */
  toldExhaustedAtMs: z.number().optional(),
  /** What the last day that was counted makes of it, as long as a date that was told is in force. */
  exhaustion: CapacityExhaustion.optional(),
});
export type CapacityWatchRecord = z.infer<typeof CapacityWatchRecord>;
