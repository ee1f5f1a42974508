import type { PathHealthRecord } from "@skylane/core";
import { judgeVantage } from "../../../packages/engine/src/health/predict/judge-vantage.ts";
import { nextWatch } from "../../../packages/engine/src/health/predict/next-watch.ts";
import { defaultThresholds, MINUTE_MS } from "../../support/synthetic-path.ts";

const ROUNDS = 20_000;
const SAMPLES_A_ROUND = 58;
const noise = (at: number): number => (((at * 7919) % 101) - 50) / 100;

/** Processor time of watching and judging, a round and a sample, and the state's size. */
export function costOfRound(): Record<string, number> {
  const pathId = "costly" as PathHealthRecord["pathId"];
  const vantageId = "v1" as PathHealthRecord["vantageId"];
  const health = {
    state: "up" as const,
    sinceMs: 0,
    epoch: 1,
    baselineRttMs: 40,
    learning: [],
    recent: [],
    failuresInRowCount: 0,
    successesInRowCount: 5,
    blindInRowCount: 0,
  };
  let known: Parameters<typeof nextWatch>[0];
  let before = process.cpuUsage();
  for (let at = 0; at < ROUNDS + 2_000; at += 1) {
    if (at === 2_000) before = process.cpuUsage(); // warm by now
    const slotMs = at * MINUTE_MS;
    const round = { pathId, sentCount: SAMPLES_A_ROUND, lostCount: at % 200 === 0 ? 1 : 0, rttP50Ms: 40 + noise(at) };
    const watched = nextWatch(
      known,
      { slotMs, record: { pathId, vantageId, health, sampledAtMs: slotMs }, round },
      defaultThresholds,
    );
    known = watched && judgeVantage([watched], 0.5).paths[0]?.record;
  }
  const { user, system } = process.cpuUsage(before);
  const microsPerRound = (user + system) / ROUNDS;
  return {
    microsPerRound: Number(microsPerRound.toFixed(2)),
    microsPerSample: Number((microsPerRound / SAMPLES_A_ROUND).toFixed(3)),
    stateBytes: JSON.stringify(known).length,
  };
}
