import * as z from "zod";
import { DailyProfile, Trend } from "./path-watch.ts";

/** How full something is, measured again and again; 1 = full. */
export const UtilisationState = z.strictObject({ trend: Trend.optional(), day: DailyProfile });
export type UtilisationState = Readonly<z.infer<typeof UtilisationState>>;

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
});
export type CapacityWatchRecord = z.infer<typeof CapacityWatchRecord>;
