import * as z from "zod";
import { Duration } from "../units/duration.ts";

/** When a path counts as down, degraded or up, and how it is probed. Each default gives its reason. */
export const Thresholds = z.strictObject({
  // One sample a second: the finest a scheduled function can promise, and 1 Hz is the ceiling towards targets we do not own.
  probeIntervalMs: Duration.prefault("1 second"),
  // Above any RTT inside a continent, far below the interval; intercontinental paths set their own.
  probeTimeoutMs: Duration.prefault("200 ms"),
  // 58 of 60 seconds: two seconds for the snapshot before the next burst begins.
  burstMs: Duration.prefault("58 seconds"),
  // How often what was seen is stored for people to look at; a change of state is stored at once.
  saveIntervalMs: Duration.prefault("10 seconds"),
  // Three in a row: one lost probe is noise, two may be a route change elsewhere.
  failuresToDownCount: z.int().min(1).max(20).default(3),
  // Two in a row: quick to see recovery; the stable window before fail back does the damping.
  successesToUpCount: z.int().min(1).max(20).default(2),
  // Twice the frozen baseline (product.md: a moving median would absorb what it should reveal).
  degradedRttRatio: z.number().gt(1).max(10).default(2),
  // 5 % loss halves TCP throughput at 10 ms already (Mathis et al. 1997).
  degradedLossRatio: z.number().gt(0).lt(1).default(0.05),
  // 20 samples: one lost sample alone (5 %) is not yet "more than 5 %".
  windowSampleCount: z.int().min(4).max(600).default(20),
  // The baseline is the median of the first 20 healthy samples, then frozen.
  baselineSampleCount: z.int().min(3).max(600).default(20),
  // RTT below this plus the baseline is never "degraded": doubling 1 ms is no incident.
  degradedRttFloorMs: z.number().nonnegative().default(5),
});
export type Thresholds = z.infer<typeof Thresholds>;

/** How traffic is moved and moved back. */
export const FailoverSettings = z.strictObject({
  // Two lost of twenty make a path "degraded": worth showing, too little to move on. Add "degraded" to move on it as well.
  on: z
    .array(z.enum(["down", "degraded"]))
    .min(1)
    .default(["down"]),
  // Older orders describe a world that is gone (serverless.md 1.1).
  orderMaxAgeMs: Duration.prefault("120 seconds"),
  // Longer than the worst apply with its retries; a holder that died is taken over after it.
  leaseMs: Duration.prefault("30 seconds"),
  // Moves of one group within `flapWindowMs` before only a person may move it.
  flapBudgetCount: z.int().min(1).max(1000).default(4),
  flapWindowMs: Duration.prefault("24 hours"),
  // Share of a vantage's paths that may fail within `stormWindowMs` before the vantage itself is suspected.
  stormShareRatio: z.number().gt(0).lte(1).default(0.5),
  stormWindowMs: Duration.prefault("30 seconds"),
  // Requests that must be answered in a row, per proof flow, before a move counts.
  proofRequestCount: z.int().min(1).max(100).default(3),
  proofTimeoutMs: Duration.prefault("1 second"),
  // How long the proof may wait for routes to converge before the move is undone.
  proofDeadlineMs: Duration.prefault("15 seconds"),
});
export type FailoverSettings = z.infer<typeof FailoverSettings>;

/** When and how traffic goes back to the primary. */
export const FailbackSettings = z.strictObject({
  mode: z.enum(["auto", "manual"]).default("auto"),
  // Five clean minutes: longer than a BGP session takes to flap twice.
  stableWindowMs: Duration.prefault("5 minutes"),
});
export type FailbackSettings = z.infer<typeof FailbackSettings>;
