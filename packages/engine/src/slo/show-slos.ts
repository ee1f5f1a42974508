import type { PathPerformanceRecord, SkylaneConfig, SloLedger, SloList, SloView } from "@skylane/core";
import { burnRate, burnWindowsMs } from "./burn-rate.ts";
import { errorBudget } from "./error-budget.ts";
import { nextLedger } from "./next-ledger.ts";
import { type Objective, objectivesOf } from "./objectives.ts";

/** What error budgets are shown from. */
export interface SloFacts {
  readonly config: SkylaneConfig;
  readonly nowMs: number;
  readonly performance: readonly PathPerformanceRecord[];
  readonly ledgers: readonly SloLedger[];
}

/** Every objective, what is left of its budget and how fast that is used up, the worst first; pure. */
export function showSlos(facts: SloFacts): SloList {
  const { config, nowMs } = facts;
  const slos = objectivesOf(config).map((objective) => viewOf(objective, facts));
  slos.sort((a, b) => a.remainingRatio - b.remainingRatio || a.pathId.localeCompare(b.pathId));
  return { atMs: nowMs, ...(config.slos && { periodDays: config.slos.periodDays }), slos };
}

function viewOf(objective: Objective, { config, nowMs, performance, ledgers }: SloFacts): SloView {
  const { pathId, groupId, vantageId, kind, budgetRatio, objectiveRatio, latencyP95Ms } = objective;
  const isOf = (one: { readonly pathId: string; readonly vantageId: string }): boolean =>
    one.pathId === pathId && one.vantageId === vantageId;
  const learnt = performance.find(isOf);
  const ledger = ledgers.find(isOf);
  // with what was learnt since the last look
  const spans = (ledger && learnt && nextLedger(ledger, learnt, nowMs).spans) ?? [];
  const burning = ledger?.alerts[kind]?.burning;
  return {
    pathId,
    groupId,
    vantageId,
    slo: kind,
    objectiveRatio,
    ...(latencyP95Ms !== undefined && { latencyP95Ms }),
    ...errorBudget(learnt?.days ?? [], kind, budgetRatio, { nowMs, periodDays: config.slos?.periodDays ?? 28 }),
    burnRates: burnWindowsMs.map((windowMs) => ({
      windowMs,
      burnRate: burnRate(spans, kind, budgetRatio, { nowMs, windowMs }),
    })),
    ...(burning && { burning }),
  };
}
