import type {
  CostRecommendation,
  EventDraft,
  MachineUse,
  RecommendationKind,
  RequestCount,
  StoreUse,
} from "@skylane/core";
import type { Deps } from "../../../deps.ts";
import { gatherInputs } from "../../recommend/gather-inputs.ts";
import { recommend } from "../../recommend/index.ts";
import { objectIdsOf } from "../../resource-id.ts";
import { keepAll, untilKept } from "../../until-kept.ts";
import { billedUntil } from "../billed-until.ts";
import { lastMonths } from "../months.ts";
import { trackRecommendations } from "../track-recommendations.ts";

const DAY_MS = 86_400_000;
/** What is carried: five whole weeks. */
const METER_DAYS = 35;
/** The last 30 days that are billed whole lie in three months at most. */
const MONTH_COUNT = 3;
const HOUR_MS = 3_600_000;
/** Two whole weeks: each hour of the week twice. */
const USAGE_HOURS = 14 * 24;

/** Metrics are kept for longer in all clouds. */
const WHOLE_DAYS = 30;

/** What is found by how busy machines are, by how stores are used, and by what load balancers count. */
const BY_USAGE = ["rightsize", "schedule"] as const satisfies readonly RecommendationKind[];
const BY_STORES = ["storage-tier"] as const satisfies readonly RecommendationKind[];
const BY_REQUESTS = ["chatty-flow"] as const satisfies readonly RecommendationKind[];

/** What came of a look for ways to pay less. */
export interface AdvisedCosts {
  readonly foundCount: number;
  readonly newCount: number;
}

/**
 * Looks for ways to pay less, tells those that are new, brings those that are open up to date, and ends those that have no grounds any
 * more. What a person accepted or turned down stays as they left it. Told before it is stored: another try tells the same under the same ids.
 */
export async function adviseCosts(
  deps: Pick<
    Deps,
    | "billStore"
    | "capacities"
    | "config"
    | "costFindings"
    | "estimates"
    | "log"
    | "meterStore"
    | "plans"
    | "publisher"
    | "topologies"
    | "usage"
  >,
  { atMs }: { readonly atMs: number },
): Promise<AdvisedCosts> {
  const { billStore, capacities, config, costFindings, estimates, log, meterStore, plans, publisher, topologies } =
    deps;
  const latest = await topologies.latest();
  if (!latest) return { foundCount: 0, newCount: 0 };
  const months = lastMonths(atMs, MONTH_COUNT);
  const lines = (await Promise.all(months.map((month) => billStore.lines(month)))).flat();
  const { slots, flows } = await meterStore.read({ fromMs: atMs - METER_DAYS * DAY_MS, toMs: atMs });
  const [{ machines, isWhole }, stored, counted] = await Promise.all([
    machinesUntil(deps, atMs),
    storesUntil(deps, atMs),
    requestsUntil(deps, atMs),
  ]);
  const objects = new Map([
    ...latest.topology.connections.map((one) => [one.id, objectIdsOf(one)] as const),
    ...(latest.topology.services ?? []).flatMap(({ key, nativeId }) =>
      machines.flatMap((one) => (one.serviceKey === key ? [[nativeId, [one.billedAs]] as const] : [])),
    ),
  ]);
  const found = recommend(
    gatherInputs({
      nowMs: atMs,
      topology: latest.topology,
      slots,
      flowSlots: flows,
      lines,
      billedUntilDay: billedUntil(lines, atMs),
      onDemand: await Promise.all(months.map((month) => billStore.onDemand(month))),
      plans: await plans.list(),
      capacities: await capacities.list(),
      config,
      estimates,
      machines,
      stores: stored.stores,
      requests: counted.counts,
    }),
    // a link that is closed is in no later look, and is still to be found in the bill; of machines bills may say a number
  ).map((one) => ({
    ...one,
    subjects: [...new Set([...one.subjects, ...one.subjects.flatMap((id) => objects.get(id) ?? [])])],
  }));
  const unseen = [
    ...(isWhole ? [] : BY_USAGE),
    ...(stored.isWhole ? [] : BY_STORES),
    ...(counted.isWhole ? [] : BY_REQUESTS),
  ];
  const toldIds = new Set<string>();
  const endedIds = new Set<string>();
  // what a person says meanwhile stands
  await untilKept(async () => {
    const known = await costFindings.recommendations();
    const { fresh, changed } = trackRecommendations(known, found, atMs, unseen);
    if (fresh.length > 0) await publisher.publish(fresh.map((one) => recommendationDraft(one)));
    for (const { id } of fresh) toldIds.add(id);
    for (const { id, status } of changed) if (status === "ended") endedIds.add(id);
    return { isKept: await keepAll(costFindings.putRecommendation, [...fresh, ...changed]), value: undefined };
  });
  const newCount = toldIds.size;
  log.info("costs advised", { foundCount: found.length, newCount, endedCount: endedIds.size });
  return { foundCount: found.length, newCount };
}

/** How busy machines were. Of the last hour metrics are still late. What cannot be read keeps no other advice from its turn. */
async function machinesUntil(
  { usage, log }: Pick<Deps, "log" | "usage">,
  atMs: number,
): Promise<{ readonly machines: readonly MachineUse[]; readonly isWhole: boolean }> {
  const toMs = Math.floor(atMs / HOUR_MS) * HOUR_MS - HOUR_MS;
  try {
    const { machines, gaps } = await usage.read({ fromMs: toMs - USAGE_HOURS * HOUR_MS, toMs });
    if (gaps.length > 0) log.warn("use of machines not read whole", { gaps });
    return { machines, isWhole: gaps.length === 0 };
  } catch (error) {
    log.warn("use of machines not read", { message: error instanceof Error ? error.message : String(error) });
    return { machines: [], isWhole: false };
  }
}

const wholeDays = (atMs: number) => {
  const toMs = Math.floor(atMs / DAY_MS) * DAY_MS;
  return { fromMs: toMs - WHOLE_DAYS * DAY_MS, toMs };
};

/** What load balancers of flows counted, where the configuration names them. */
async function requestsUntil(
  { usage, config, log }: Pick<Deps, "config" | "log" | "usage">,
  atMs: number,
): Promise<{ readonly counts: readonly RequestCount[]; readonly isWhole: boolean }> {
  const named = [...new Set(config.flows.flatMap(({ loadBalancer }) => loadBalancer ?? []))];
  if (named.length === 0) return { counts: [], isWhole: true };
  try {
    const { counts, gaps } = await usage.readRequests(named, wholeDays(atMs));
    if (gaps.length > 0) log.warn("requests not read whole", { gaps });
    return { counts, isWhole: gaps.length === 0 };
  } catch (error) {
    log.warn("requests not read", { message: error instanceof Error ? error.message : String(error) });
    return { counts: [], isWhole: false };
  }
}

/** How stores were used in whole days. */
async function storesUntil(
  { usage, log }: Pick<Deps, "log" | "usage">,
  atMs: number,
): Promise<{ readonly stores: readonly StoreUse[]; readonly isWhole: boolean }> {
  try {
    const { stores, gaps } = await usage.readStores(wholeDays(atMs));
    if (gaps.length > 0) log.warn("use of stores not read whole", { gaps });
    return { stores, isWhole: gaps.length === 0 };
  } catch (error) {
    log.warn("use of stores not read", { message: error instanceof Error ? error.message : String(error) });
    return { stores: [], isWhole: false };
  }
}

/** One event when it is raised, and one when it is verified; `seq` tells verdicts of one look apart, where what was judged was changed meanwhile. */
export const recommendationDraft = (
  { todo: _, decided: __, version: ___, ...data }: CostRecommendation,
  seq = 0,
): EventDraft<"cost.recommendation-raised.v1"> => ({
  type: "cost.recommendation-raised.v1",
  subject: data.id,
  epoch: data.verified?.atMs ?? data.raisedAtMs,
  seq,
  data,
});
