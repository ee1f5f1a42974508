import * as z from "zod";
import { PathId, VantageId } from "./ids.ts";

/** What an objective is about: that a path is there, or that it is fast. */
export const SloKind = z.enum(["availability", "latency"]);
export type SloKind = z.infer<typeof SloKind>;

/** `page` = the budget is gone in hours or a few days, somebody is woken; `ticket` = it will not last. */
export const SloSeverity = z.enum(["page", "ticket"]);
export type SloSeverity = z.infer<typeof SloSeverity>;

const minutes = z.number().nonnegative();

/** Time in which a path was down, or slower than it may be; nothing is kept of time in which it was neither. */
export const SloSpan = z.strictObject({
  fromMs: z.number(),
  toMs: z.number(),
  downMinutes: minutes,
  slowMinutes: minutes,
});
export type SloSpan = z.infer<typeof SloSpan>;

/** What had been learnt of a path on one day when it was last looked at. */
const SloCounted = z.strictObject({
  day: z.int().nonnegative(),
  seenMinutes: minutes,
  downMinutes: minutes,
  answeredCount: z.int().nonnegative(),
  slowCount: z.int().nonnegative(),
});

/** That people were told, or need not be, of one objective. */
export const SloAlertState = z.strictObject({
  /** Absent = nothing is in force. */
  burning: z.strictObject({ severity: SloSeverity, sinceMs: z.number() }).optional(),
  /** What is left of a page that is over burns slowly for a while: that is no news. */
  isTicketKnown: z.boolean(),
});
export type SloAlertState = z.infer<typeof SloAlertState>;

/** Where a path's error budgets are kept, as its vantage sees it. */
export const SloLedger = z.strictObject({
  pathId: PathId,
  vantageId: VantageId,
  /** When it was last looked at. */
  atMs: z.number(),
  /** Of the last two days that were seen. */
  counted: z.array(SloCounted),
  /** Since the ledger began; they only grow. */
  totals: z.strictObject({ seenMinutes: minutes, downMinutes: minutes, slowMinutes: minutes }),
  /** The last three days, oldest first. */
  spans: z.array(SloSpan),
  alerts: z.partialRecord(SloKind, SloAlertState),
});
export type SloLedger = z.infer<typeof SloLedger>;
