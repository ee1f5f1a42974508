import * as z from "zod";
import { PathId, VantageId } from "./ids.ts";

/**
 * What one probe saw. `ok` and `timeout`/`refused`/`unreachable` are evidence about the path; `vantage-error` is a
 * failure of the prober itself (no socket, no proxy) and says nothing about the path.
 */
export const ProbeOutcome = z.enum(["ok", "timeout", "refused", "unreachable", "vantage-error"]);
export type ProbeOutcome = z.infer<typeof ProbeOutcome>;

/** One probe of one path. */
export const ProbeSample = z.strictObject({
  pathId: PathId,
  vantageId: VantageId,
  /** When it was sent, wall clock. */
  atMs: z.number(),
  outcome: ProbeOutcome,
  /** Time from sending to the answer by a monotonic clock; only for `ok`. */
  rttMs: z.number().nonnegative().optional(),
});
export type ProbeSample = z.infer<typeof ProbeSample>;

/** A probe beside a change of state. */
export const ProbeEvidence = ProbeSample.omit({ pathId: true, vantageId: true });
export type ProbeEvidence = z.infer<typeof ProbeEvidence>;
