import {
  type PathHealthRecord,
  type ProbeRound,
  type ProbeSample,
  type Thresholds,
  Thresholds as thresholdsOf,
} from "@skylane/core";
import { median, nextPathHealth, unseenPath } from "../../packages/engine/src/health/next-path-health.ts";
import { judgeVantage } from "../../packages/engine/src/health/predict/judge-vantage.ts";
import { nextWatch } from "../../packages/engine/src/health/predict/next-watch.ts";

/** How a made-up path behaves `atMs` after its beginning. */
export interface Behaviour {
  /** Round trip, ms, noise and all. */
  readonly rttMs: (atMs: number, random: () => number) => number;
  readonly lossRatio: (atMs: number) => number;
}

/** What became of a watched path; moments in ms since its beginning. */
export interface Watched {
  /** Each time something was told. */
  readonly told: readonly {
    readonly atMs: number;
    readonly what: "predicted" | "worse" | "passed";
    readonly probability: number;
    readonly leadTimeMs?: number;
    readonly signs: readonly string[];
  }[];
  readonly degradedAtMs?: number;
  readonly downAtMs?: number;
  /** The largest state, as JSON. */
  readonly stateBytes: number;
}

export const MINUTE_MS = 60_000;
const SAMPLES_A_MINUTE = 58;
const START_MS = 1_796_000_400_000; // 2026-11-29 21:00 UTC, a full minute
const pathId = "made-up" as PathHealthRecord["pathId"];
const vantageId = "v1" as PathHealthRecord["vantageId"];
export const defaultThresholds: Thresholds = thresholdsOf.parse({});

/** Probes a made-up path once a second, minute by minute, through the state machine and the detectors that are in operation. */
export function watchSynthetic(behaviour: Behaviour, durationMs: number, random: () => number): Watched {
  let health = unseenPath(START_MS);
  let known: Parameters<typeof nextWatch>[0];
  const told: Watched["told"][number][] = [];
  const first: { degradedAtMs?: number; downAtMs?: number } = {};
  let stateBytes = 0;
  for (let minuteMs = 0; minuteMs < durationMs; minuteMs += MINUTE_MS) {
    const rttsMs: number[] = [];
    for (let second = 0; second < SAMPLES_A_MINUTE; second += 1) {
      const atMs = minuteMs + second * 1_000;
      const isLost = random() < behaviour.lossRatio(atMs);
      const rttMs = behaviour.rttMs(atMs, random);
      const sample: ProbeSample = isLost
        ? { pathId, vantageId, atMs: START_MS + atMs, outcome: "timeout" }
        : { pathId, vantageId, atMs: START_MS + atMs, outcome: "ok", rttMs };
      if (!isLost) rttsMs.push(rttMs);
      const next = nextPathHealth(health, sample, defaultThresholds);
      health = next.health;
      if (next.change?.to === "degraded") first.degradedAtMs ??= atMs;
      if (next.change?.to === "down") first.downAtMs ??= atMs;
    }
    const round: ProbeRound = {
      pathId,
      sentCount: SAMPLES_A_MINUTE,
      lostCount: SAMPLES_A_MINUTE - rttsMs.length,
      ...(rttsMs.length > 0 && { rttP50Ms: median(rttsMs) }),
    };
    const slotMs = START_MS + minuteMs;
    const record = { pathId, vantageId, health, sampledAtMs: slotMs + 57_000 };
    const watched = nextWatch(known, { slotMs, record, round }, defaultThresholds);
    const [judged] = watched ? judgeVantage([watched], 0.5).paths : [];
    if (!watched || !judged) continue;
    known = judged.record;
    stateBytes = Math.max(stateBytes, JSON.stringify(known).length);
    const { probability, leadTimeMs, signs } = watched.risk;
    if (judged.told)
      told.push({
        atMs: minuteMs + SAMPLES_A_MINUTE * 1_000,
        what: judged.told,
        probability,
        ...(leadTimeMs !== undefined && { leadTimeMs }),
        signs,
      });
  }
  return { told, ...first, stateBytes };
}

/** Normal noise, mean 0, deviation 1 (Box and Muller). */
export const gauss = (random: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
