import * as z from "zod";
import { Duration } from "../units/duration.ts";

/** What an application may expect of a path over minutes; a path that breaks one of them is degraded. */
export const SloSettings = z.strictObject({
  // Share of probes that are answered at all.
  minAvailabilityRatio: z.number().gt(0).lt(1).default(0.95),
  // The slowest 5 % of the answers may take longer than this, and no more of them; a lost one counts as slow.
  maxResponseMs: z.number().positive().default(5_000),
  // Share of probes that are refused: the far end is reached, and says no.
  maxErrorRatio: z.number().min(0).lt(1).default(0.01),
  // Five minutes: 300 samples at 1 Hz, so that three refused ones are 1 %.
  windowMs: Duration.prefault("5 minutes"),
  // One refused of fewer would already be more than 1 %.
  minSampleCount: z.int().min(10).max(10_000).default(100),
});
export type SloSettings = z.infer<typeof SloSettings>;

/** How often paths are probed and how long an answer may take, by how far they reach; either may be set beside it. */
const PROFILES = {
  // One sample a second is enough where BGP takes longer to converge. 200 ms is above any RTT inside a continent and far
  // below the interval; intercontinental paths set their own.
  wan: { probeIntervalMs: 1_000, probeTimeoutMs: 200 },
  // Paths of one metro answer in less than 10 ms: ten times that is lost. Down within 0.7 s: three probes and the last one's time-out.
  lan: { probeIntervalMs: 200, probeTimeoutMs: 100 },
  // As fast as one process times itself well, with the time-out of any path a lab may stand for. Down within 0.5 s.
  lab: { probeIntervalMs: 100, probeTimeoutMs: 200 },
} as const;

/**
 * Share of the probe interval over which the probes of all paths are spread. All at once they would wait for each other on a part
 * of a CPU, and count that as time on the way; what is left is for what has to be stored.
 */
export const PROBE_SPREAD_RATIO = 0.7;

/** When a path counts as down, degraded or up, and how it is probed. Each default gives its reason. */
export const Thresholds = z
  .strictObject({
    /** Sets `probeIntervalMs` and `probeTimeoutMs` where they are not said: `wan`, `lan` (one metro) or `lab`. */
    profile: z.enum(["wan", "lan", "lab"]).default("wan"),
    probeIntervalMs: Duration.optional(),
    probeTimeoutMs: Duration.optional(),
    // 58 of 60 seconds: two seconds for the snapshot before the next burst begins.
    burstMs: Duration.prefault("58 seconds"),
    // How often what was seen is stored for people to look at, and once more at the end of a burst; a change of state is stored at once.
    // Every time costs as many kilobytes as a fifteenth of the paths, whatever happened, and holds up the probes of its second. Once in
    // between, and a burst that is lost leaves what is 90 seconds old, which still counts; not at all, and it would be two minutes.
    saveIntervalMs: Duration.prefault("30 seconds"),
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
    // Absent = none: 20 samples see a sudden fault. `{}` = these figures over five minutes, for slow ones that 20 do not show.
    slo: SloSettings.optional(),
  })
  .transform(({ profile, probeIntervalMs, probeTimeoutMs, ...others }) => ({
    probeIntervalMs: probeIntervalMs ?? PROFILES[profile].probeIntervalMs,
    probeTimeoutMs: probeTimeoutMs ?? PROFILES[profile].probeTimeoutMs,
    ...others,
  }));
export type Thresholds = z.infer<typeof Thresholds>;

/** The longest a failover workflow runs, and three renewals. */
const MIN_OVERRIDE_LEASE_MS = 900_000;

/** Up to where Skylane, or one person, may move traffic alone; what reaches further waits for an approver. */
export const ApprovalSettings = z.strictObject({
  // More groups than this off their primary at once are a storm: what is wrong then may well be Skylane itself.
  maxGroupCount: z.int().min(1).default(8),
  // Ten times the flows of a usual group.
  maxFlowCount: z.int().min(1).default(250),
  maxCriticalFlowCount: z.int().min(1).default(25),
  // One 10 Gbps port full.
  maxNeededMbps: z.number().positive().default(10_000),
  maxMonthlyGb: z.number().positive().default(250_000),
  // Who is paged needs 5 to 10 minutes to look; later the facts that were shown are old.
  validForMs: Duration.prefault("15 minutes"),
});
export type ApprovalSettings = z.infer<typeof ApprovalSettings>;

/** How traffic is moved and moved back. */
export const FailoverSettings = z
  .strictObject({
    // Two lost of twenty make a path "degraded": worth showing, too little to move on. Add "degraded" to move on it as well.
    on: z
      .array(z.enum(["down", "degraded"]))
      .min(1)
      .default(["down"]),
    // Older orders describe a world that is gone (serverless.md 1.1).
    orderMaxAgeMs: Duration.prefault("120 seconds"),
    // Longer than the worst apply with its retries; a holder that died is taken over after it.
    leaseMs: Duration.prefault("30 seconds"),
    // An hour: twelve renewals may fail before the watchdog puts the routes back, and nobody's override outlives its owner for longer.
    overrideLeaseMs: Duration.prefault("1 hour").refine((ms) => ms >= MIN_OVERRIDE_LEASE_MS, {
      error: "must be 15 minutes or more: a move may take that long, and its override is renewed every 5 minutes",
    }),
    // More than this share of the failure domains that see a path must call it bad: of two that differ, neither is believed.
    quorumRatio: z.number().min(0).lt(1).default(0.5),
    // The others notice within three probes of a second, and store it within one more; nobody waits where one vantage sees the path.
    quorumWaitMs: Duration.prefault("5 seconds"),
    // What one automatic move costs (RFC 2439's unit is one withdrawal = 1000); 0 = no damping.
    flapPenalty: z.number().min(0).max(100_000).default(1_000),
    // RFC 2439's usual 15 minutes: two flaps an hour apart are two events, two within a minute are one instability.
    flapHalfLifeMs: Duration.prefault("15 minutes").refine((ms) => ms > 0, { error: "must be more than 0" }),
    // RFC 7196 asks for 6000 or more: six quick moves go through, and lower ones damp paths that merely had a bad day.
    flapSuppress: z.number().positive().default(6_000),
    // An eighth of it, three half-lives away: what is let go must have been quiet for most of an hour.
    flapReuse: z.number().positive().default(750),
    // The hard cap whatever the penalty says: moves of one group within `flapWindowMs` before only a person may move it.
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
    approval: ApprovalSettings.prefault({}),
  })
  .refine(({ flapReuse, flapSuppress }) => flapReuse < flapSuppress, {
    path: ["flapReuse"],
    error: "must be below flapSuppress, or what is damped is let go at once; lower it",
  });
export type FailoverSettings = z.infer<typeof FailoverSettings>;

/** When and how traffic goes back to the primary. */
export const FailbackSettings = z.strictObject({
  mode: z.enum(["auto", "manual"]).default("auto"),
  // Five clean minutes: longer than a BGP session takes to flap twice.
  stableWindowMs: Duration.prefault("5 minutes"),
});
export type FailbackSettings = z.infer<typeof FailbackSettings>;
