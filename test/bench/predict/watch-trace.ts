import type { PathHealthRecord } from "@skylane/core";
import { nextPathHealth, unseenPath } from "../../../packages/engine/src/health/next-path-health.ts";
import { judgeVantage } from "../../../packages/engine/src/health/predict/judge-vantage.ts";
import { nextWatch } from "../../../packages/engine/src/health/predict/next-watch.ts";
import { defaultThresholds } from "../../support/synthetic-path.ts";

/** Measured round trips are four minutes apart; each stands for a round of its own. */
const SPACING_MS = 240_000;
const pathId = "measured" as PathHealthRecord["pathId"];
const vantageId = "v1" as PathHealthRecord["vantageId"];

/** What was predicted of a measured path, and how much of it the state machine of health saw come. */
export function watchTrace(rttMs: readonly (number | undefined)[]) {
  let health = unseenPath(0);
  let known: Parameters<typeof nextWatch>[0];
  let degradations = 0;
  let predictions = 0;
  const leadsMs: number[] = [];
  for (const [at, one] of rttMs.entries()) {
    const slotMs = at * SPACING_MS;
    const sample = { pathId, vantageId, atMs: slotMs };
    const next = nextPathHealth(
      health,
      one === undefined ? { ...sample, outcome: "timeout" } : { ...sample, outcome: "ok", rttMs: one },
      defaultThresholds,
    );
    if (next.change && health.state === "up") degradations += 1;
    health = next.health;
    const round = {
      pathId,
      sentCount: 1,
      lostCount: one === undefined ? 1 : 0,
      ...(one !== undefined && { rttP50Ms: one }),
    };
    const watched = nextWatch(
      known,
      { slotMs, record: { pathId, vantageId, health, sampledAtMs: slotMs }, round },
      defaultThresholds,
    );
    const [judged] = watched ? judgeVantage([watched], 0.5).paths : [];
    if (!judged) continue;
    if (judged.told === "predicted") predictions += 1;
    const { episode } = judged.record;
    if (episode?.cameAtMs === slotMs) leadsMs.push(slotMs - episode.sinceMs);
    known = judged.record;
  }
  return {
    days: (rttMs.length * SPACING_MS) / 86_400_000,
    predictions,
    cameTrue: leadsMs.length,
    degradations,
    leadsMs,
  };
}
