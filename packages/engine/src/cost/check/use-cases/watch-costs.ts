import { type BudgetExceeded, type CostAnomaly, type EventDraft, METER_SLOT_MS, type Topology } from "@skylane/core";
import type { Deps } from "../../../deps.ts";
import { wayGraph } from "../../../topology/index.ts";
import {
  type CostHistory,
  costHistory,
  costWatch,
  type NoticedRouteChange,
  routeChangesOf,
  type Tracked,
} from "../../anomaly/index.ts";
import { judgeBudget } from "../../budget/index.ts";
import { keepAll, untilKept } from "../../until-kept.ts";
import { meteredUsdPerDay } from "../judge-budgets.ts";
import { routeChangesOfMoves } from "../route-changes-of-moves.ts";

type WatchDeps = Pick<
  Deps,
  | "budgetsTold"
  | "config"
  | "costFindings"
  | "estimates"
  | "eventLog"
  | "incidents"
  | "log"
  | "meterStore"
  | "publisher"
  | "topologies"
>;

const DAY_MS = 86_400_000;
/** Four weeks, the week before each, and the same edge of the month before. */
const HISTORY_DAYS = 39;
/** Before that too little is known of weekdays to judge by. */
const LEARN_DAYS = 14;
const INCIDENT_COUNT = 50;
const EVENT_COUNT = 2_000;
/** An event stays under 64 KB. */
const TOLD_FLOWS = 200;

/** What a look at the meter found. */
export interface WatchedLook {
  readonly slotCount: number;
  readonly openCount: number;
  readonly toldCount: number;
}

/**
 * Looks at what was metered up to now: finds what costs more than it should, explains it, and tells what is new, worse or over; so
 * are budgets told whose emergency limit a day at this rate would pass. Told before it is stored: the same moment gives the same
 * ids again.
 */
export async function watchCosts(deps: WatchDeps, { atMs }: { readonly atMs: number }): Promise<WatchedLook> {
  const { config, costFindings, estimates, incidents, log, meterStore, publisher, topologies } = deps;
  const latest = await topologies.latest();
  const history = latest && (await historyOf(meterStore, atMs));
  if (!latest || !history) {
    log.debug("nothing is metered", { atMs, hasTopology: latest !== undefined });
    return { slotCount: 0, openCount: 0, toldCount: 0 };
  }
  const watch = costWatch(wayGraph(latest.topology, config), estimates);
  const look = (known: readonly CostAnomaly[], changes: readonly NoticedRouteChange[]): Tracked =>
    watch({ history, known, changes, nowMs: atMs, rules: config.costs.anomalies, learnMs: LEARN_DAYS * DAY_MS });
  const moves = routeChangesOfMoves(await incidents.list(INCIDENT_COUNT), config);
  let drifts: readonly NoticedRouteChange[] | undefined;
  const toldIds = new Set<string>();
  // what a person says meanwhile stands, and the look is taken again with it
  const openCount = await untilKept(async () => {
    const known = await costFindings.anomalies();
    const first = look(known, moves);
    // what routes did is long, and asked for only where it would explain something
    const isUnexplained = first.told.some(({ cause, routeChange }) => cause === "misrouting" && !routeChange);
    if (isUnexplained) drifts ??= await noticedDrifts(deps, latest.topology);
    const { put, told } = drifts ? look(known, [...moves, ...drifts]) : first;
    const fresh = told.filter(({ id }) => !toldIds.has(id));
    if (fresh.length > 0) await publisher.publish(fresh.map((one) => anomalyDraft(one, atMs)));
    for (const { id } of fresh) toldIds.add(id);
    return { isKept: await keepAll(costFindings.putAnomaly, put), value: openCountOf(known, put) };
  });
  const exceeded = await emergencies(deps, history, atMs);
  if (exceeded.length > 0) await publisher.publish(exceeded.map(({ data }, seq) => budgetDraft(data, atMs, seq)));
  for (const { key, told } of exceeded) await deps.budgetsTold.putTold(key, told);
  const toldCount = toldIds.size + exceeded.length;
  log.info("costs watched", { slotCount: history.slotCount, openCount, toldCount });
  return { slotCount: history.slotCount, openCount, toldCount };
}

const openCountOf = (known: readonly CostAnomaly[], put: readonly CostAnomaly[]): number =>
  [...new Map([...known, ...put].map((one) => [one.id, one])).values()].filter(({ status }) => status === "open")
    .length;

/** From the first slot there is, so that what was before anything was counted is not taken for nothing. A day at a time: weeks of slots are large. */
async function historyOf(meterStore: Deps["meterStore"], atMs: number): Promise<CostHistory | undefined> {
  const endMs = atMs - (atMs % METER_SLOT_MS);
  let history: CostHistory | undefined;
  let countedMs = 0;
  for (let fromMs = endMs - HISTORY_DAYS * DAY_MS; fromMs < endMs; ) {
    const toMs = Math.min(endMs, fromMs - (fromMs % DAY_MS) + DAY_MS);
    const { slots, flows } = await meterStore.read({ fromMs, toMs });
    const startMs = Math.min(...[slots[0], flows[0]].flatMap((one) => one?.startMs ?? []));
    if (Number.isFinite(startMs)) history ??= costHistory(startMs);
    history?.add(flows, slots);
    countedMs = (slots.at(-1)?.startMs ?? countedMs - METER_SLOT_MS) + METER_SLOT_MS;
    fromMs = toMs;
  }
  history?.closeBefore(countedMs);
  return history;
}

/** Routes that discovery found changed, by the looks that found them. */
async function noticedDrifts(
  { eventLog }: Pick<Deps, "eventLog">,
  { estate }: Topology,
): Promise<readonly NoticedRouteChange[]> {
  return (await eventLog.list(undefined, EVENT_COUNT)).flatMap(({ event }) =>
    event.type === "topology.drift-found.v1" && event.data.estate === estate
      ? routeChangesOf(event.data.drifts, Date.parse(event.time))
      : [],
  );
}

interface Emergency {
  readonly key: string;
  readonly told: readonly string[];
  readonly data: BudgetExceeded;
}

async function emergencies(
  { budgetsTold, config }: Pick<Deps, "budgetsTold" | "config">,
  history: CostHistory,
  atMs: number,
): Promise<readonly Emergency[]> {
  const found: Emergency[] = [];
  for (const budget of config.costs.budgets) {
    const usdPerDay = budget.emergencyUsdPerDay === undefined ? undefined : meteredUsdPerDay(budget, history);
    if (usdPerDay === undefined) continue;
    // apart from what the bill says, which another step judges
    const key = `${budget.id}#meter`;
    const facts = { nowMs: atMs, spentUsd: 0, meteredUsdPerDay: usdPerDay };
    const { exceeded, told } = judgeBudget(budget, facts, await budgetsTold.told(key));
    found.push(...exceeded.map((data) => ({ key, told, data })));
  }
  return found;
}

const anomalyDraft = (one: Tracked["told"][number], atMs: number): EventDraft<"cost.anomaly-found.v1"> => ({
  type: "cost.anomaly-found.v1",
  subject: one.id,
  epoch: atMs,
  seq: 0,
  data: {
    ...one,
    flowIds: one.flowIds.slice(0, TOLD_FLOWS),
    connectionIds: one.connectionIds.slice(0, TOLD_FLOWS),
  },
});

/** One event for a threshold and its month or day, however often the step is tried. */
export const budgetDraft = (
  data: BudgetExceeded,
  atMs: number,
  seq: number,
): EventDraft<"cost.budget-exceeded.v1"> => ({
  type: "cost.budget-exceeded.v1",
  subject: data.budgetId,
  epoch: atMs,
  seq,
  idempotencyKey: `budget:${data.budgetId}:${data.period}:${data.threshold}:${data.ratio ?? ""}`,
  data,
});
