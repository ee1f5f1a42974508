import type { EventDraft, PathPerformanceRecord, SloLedger, SloSeverity } from "@skylane/core";
import type { Deps } from "../../deps.ts";
import { heldRules } from "../burn-rate.ts";
import { errorBudget } from "../error-budget.ts";
import { nextAlert } from "../next-alert.ts";
import { nextLedger } from "../next-ledger.ts";
import { type Objective, objectivesOf } from "../objectives.ts";

type WatchDeps = Pick<Deps, "config" | "performance" | "sloLedgers" | "publisher" | "log">;

/**
 * Adds what was learnt of every path since the last look to its ledger, and tells once of each budget that is used up too fast, and
 * once when that is over. Told before it is stored: after a crash in between it is told again under the same id. Run it one at a
 * time. Answers how many events were published.
 */
export async function watchSlos(deps: WatchDeps, nowMs: number): Promise<number> {
  const objectives = objectivesOf(deps.config);
  const [performance, stored] = await Promise.all([deps.performance.list(), deps.sloLedgers.list()]);
  const byPath = Map.groupBy(objectives, ({ pathId, vantageId }) => `${vantageId}#${pathId}`);
  const gone = stored.filter(({ pathId, vantageId }) => !byPath.has(`${vantageId}#${pathId}`));
  if (gone.length > 0) await deps.sloLedgers.remove(gone);

  const ledgers: SloLedger[] = [];
  const told: EventDraft[] = [];
  for (const [key, ofPath] of byPath) {
    const isIt = (one: { readonly pathId: string; readonly vantageId: string }) =>
      `${one.vantageId}#${one.pathId}` === key;
    const learnt = performance.find(isIt);
    if (!learnt) continue;
    const judged = judge(nextLedger(stored.find(isIt), learnt, nowMs), ofPath, {
      learnt,
      nowMs,
      periodDays: deps.config.slos?.periodDays ?? 28,
    });
    ledgers.push(judged.ledger);
    told.push(...judged.told);
  }
  if (told.length > 0) await deps.publisher.publish(told);
  for (const [vantageId, ofVantage] of Map.groupBy(ledgers, (one) => one.vantageId))
    await deps.sloLedgers.saveAll(vantageId, ofVantage);
  for (const { type, data } of told) deps.log.info("error budget told", { type, ...data });
  return told.length;
}

interface Look {
  readonly learnt: PathPerformanceRecord;
  readonly nowMs: number;
  readonly periodDays: number;
}

function judge(ledger: SloLedger, objectives: readonly Objective[], look: Look) {
  const alerts: SloLedger["alerts"] = {};
  const told: EventDraft[] = [];
  for (const objective of objectives) {
    const { kind, budgetRatio } = objective;
    const held = heldRules(ledger.spans, kind, budgetRatio, look.nowMs);
    const severities = new Set<SloSeverity>(held.map(({ severity }) => severity));
    const { state, news } = nextAlert(ledger.alerts[kind], severities, look.nowMs);
    alerts[kind] = state;
    if (!news) continue;
    const { severity, sinceMs } = news;
    const about = { ...aboutOf(objective, look), severity, sinceMs };
    const [rule] = held;
    const key = { subject: objective.pathId, epoch: sinceMs };
    const id = `${objective.vantageId}:${objective.pathId}:${kind}:${severity}:${sinceMs}`;
    if (news.told === "exceeded" && rule) {
      const { factor, longMs, shortMs, longBurnRate, shortBurnRate } = rule;
      told.push({
        type: "slo.burn-rate-exceeded.v1",
        ...key,
        seq: 0,
        data: { ...about, rule: { factor, longMs, shortMs, longBurnRate, shortBurnRate } },
        idempotencyKey: `${id}:exceeded`,
      });
    } else if (news.told === "recovered")
      told.push({
        type: "slo.burn-rate-recovered.v1",
        ...key,
        seq: 1,
        data: { ...about, atMs: look.nowMs },
        idempotencyKey: `${id}:recovered`,
      });
  }
  return { ledger: { ...ledger, alerts }, told };
}

function aboutOf(objective: Objective, { learnt, nowMs, periodDays }: Look) {
  const { pathId, vantageId, groupId, kind, objectiveRatio, budgetRatio, latencyP95Ms } = objective;
  const { remainingRatio } = errorBudget(learnt.days, kind, budgetRatio, { nowMs, periodDays });
  return {
    pathId,
    vantageId,
    groupId,
    slo: kind,
    objectiveRatio,
    ...(latencyP95Ms !== undefined && { latencyP95Ms }),
    periodDays,
    remainingRatio,
  };
}
