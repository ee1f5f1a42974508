import type {
  BillingMonth,
  CostAllocations,
  CostAnomalyList,
  CostBills,
  CostForecastList,
  CostMeter,
  CostRecommendationList,
  CostReconciliation,
  CostSpend,
  CostSummary,
  CostTransfers,
  IngestReport,
  ScopeKind,
} from "@skylane/core";
import type { Deps } from "../../deps.ts";
import { allocate, transferLines } from "../allocate/index.ts";
import { monthOf, monthsBefore } from "../check/months.ts";
import { reconcile, slotSums } from "../meter/index.ts";
import { allocationView, transferView } from "../show/allocation-view.ts";
import { budgetsStanding } from "../show/budgets-standing.ts";
import { meterView } from "../show/meter-view.ts";
import { DAY_MS, daysOf } from "../show/months.ts";
import { rankedAnomalies, rankedRecommendations } from "../show/ranked-findings.ts";
import { type MeteredDay, meteredDay, spendByBill, spendByMeter } from "../show/spend.ts";
import { summaryOf } from "../show/summary.ts";
import { readTraffic, type TrafficDeps } from "./read-traffic.ts";

type CostDeps = Pick<Deps, "config" | "clock">;
interface MonthAsked {
  readonly month?: BillingMonth | undefined;
}
interface ScopeAsked extends MonthAsked {
  readonly by: ScopeKind;
}

/** Rows that were set aside, of each bill: the first tell what is wrong with the rest. */
const SET_ASIDE_SHOWN = 20;

/** Where a month stands, and what needs somebody. */
export async function showCostSummary(
  deps: CostDeps & TrafficDeps & Pick<Deps, "billStore" | "costFindings">,
  { month: asked }: MonthAsked,
): Promise<CostSummary> {
  const nowMs = deps.clock.nowMs();
  const month = asked ?? monthOf(nowMs);
  const { costFindings } = deps;
  const [reports, anomalies, recommendations, { budgets, forecasts }] = await Promise.all([
    takenSince(deps, month),
    costFindings.anomalies(),
    costFindings.recommendations(),
    listForecasts(deps, { month }),
  ]);
  return summaryOf({
    nowMs,
    month,
    currency: deps.config.costs.currency,
    reports: reports.filter(({ billingMonth }) => billingMonth === month),
    anomalies,
    recommendations,
    forecasts,
    budgets,
  });
}

/** What each of a kind cost, day by day: by the bill, or by the meter for what no bill and no rule knows. */
export async function showSpend(
  deps: CostDeps & TrafficDeps & Pick<Deps, "billStore">,
  { by, month: asked }: ScopeAsked,
): Promise<CostSpend> {
  const atMs = deps.clock.nowMs();
  const month = asked ?? monthOf(atMs);
  const settings = deps.config.costs;
  if ((by === "link" || by === "flow") && !settings.scopes.some(({ kind }) => kind === by))
    return {
      ...{ atMs, month, by, from: "meter", currency: "USD" },
      ...spendByMeter(await meteredDays(deps, by, month, atMs), daysOf(month).first),
    };
  return {
    ...{ atMs, month, by, from: "bill", currency: settings.currency },
    ...spendByBill(
      await deps.billStore.lines(month),
      month,
      by,
      settings,
      await readTraffic(deps, [by], [month], atMs),
    ),
  };
}

/** Day by day: a month of slots is more than is wanted in memory at once. */
async function meteredDays(
  { meterStore }: Pick<Deps, "meterStore">,
  by: "link" | "flow",
  month: BillingMonth,
  nowMs: number,
): Promise<readonly MeteredDay[]> {
  const { first, end } = daysOf(month);
  const days: MeteredDay[] = [];
  for (let day = first; day < end && day * DAY_MS <= nowMs; day += 1) {
    const { slots, flows } = await meterStore.read({ fromMs: day * DAY_MS, toMs: (day + 1) * DAY_MS });
    days.push(meteredDay(by, slots, flows));
  }
  return days;
}

/** Who pays what of a month: exact, whoever adds it up. */
export async function showAllocations(
  deps: CostDeps & TrafficDeps & Pick<Deps, "billStore">,
  { by, month: asked }: ScopeAsked,
): Promise<CostAllocations> {
  const { billStore, clock, config } = deps;
  const atMs = clock.nowMs();
  const month = asked ?? monthOf(atMs);
  const trafficOf = await readTraffic(deps, [by], [month], atMs);
  const allocations = allocate(await billStore.lines(month), month, by, config.costs, trafficOf(month, by));
  return { atMs, month, by, allocations: allocations.map(allocationView) };
}

/** What data on its way cost in a month, from where to where. */
export async function showTransfers(
  { billStore, clock, config }: CostDeps & Pick<Deps, "billStore">,
  { month: asked }: MonthAsked,
): Promise<CostTransfers> {
  const atMs = clock.nowMs();
  const month = asked ?? monthOf(atMs);
  const transfers = transferLines(await billStore.lines(month), config.costs);
  return { atMs, month, transfers: transfers.map((one) => ({ ...transferView(one), currency: one.currency })) };
}

/** What costs more than it should, or did. */
export async function listAnomalies({
  clock,
  costFindings,
}: Pick<Deps, "clock" | "costFindings">): Promise<CostAnomalyList> {
  return { atMs: clock.nowMs(), anomalies: rankedAnomalies(await costFindings.anomalies()) };
}

/** Ways to pay less, and what became of them. */
export async function listRecommendations({
  clock,
  costFindings,
}: Pick<Deps, "clock" | "costFindings">): Promise<CostRecommendationList> {
  return { atMs: clock.nowMs(), recommendations: rankedRecommendations(await costFindings.recommendations()) };
}

/** Where scopes will be at the end of the month, and how budgets stand. What was foreseen in an earlier month is over. */
export async function listForecasts(
  deps: CostDeps & TrafficDeps & Pick<Deps, "billStore" | "costFindings">,
  { month: asked }: MonthAsked = {},
): Promise<CostForecastList> {
  const { billStore, clock, config, costFindings } = deps;
  const atMs = clock.nowMs();
  const month = asked ?? monthOf(atMs);
  const { budgets, currency } = config.costs;
  const forecasts = (await costFindings.forecasts()).filter((one) => monthOf(one.atMs) === month);
  const lines = budgets.length === 0 ? [] : await billStore.lines(month);
  const kinds = budgets.flatMap(({ scope }) => (scope.kind === "all" ? [] : [scope.kind]));
  const trafficOf = await readTraffic(deps, kinds, [month], atMs);
  return {
    ...{ atMs, month, currency },
    forecasts: forecasts.toSorted((a, b) => b.monthEndUsd - a.monthEndUsd),
    budgets: budgetsStanding(lines, month, config.costs, forecasts, trafficOf),
  };
}

/** What was taken of each bill, and what was set aside. */
export async function listBills(
  deps: CostDeps & Pick<Deps, "billStore">,
  { since: asked }: { readonly since?: BillingMonth | undefined },
): Promise<CostBills> {
  const atMs = deps.clock.nowMs();
  const since = asked ?? monthsBefore(atMs, 2);
  const reports = await takenSince(deps, since);
  return {
    atMs,
    since,
    sources: deps.config.costs.bills.map(({ id, cloud, format }) => {
      const newest = reports.findLast(({ deliveryId }) => deliveryId.startsWith(`${id}/`));
      return { id, format, ...(cloud && { cloud }), ...(newest && { takenAtMs: newest.atMs }) };
    }),
    reports: reports.toReversed().map((report) => ({ ...report, setAside: report.setAside.slice(0, SET_ASIDE_SHOWN) })),
  };
}

/** Bills of these months, as they count now, oldest month first. */
async function takenSince({ billStore }: Pick<Deps, "billStore">, since: BillingMonth): Promise<IngestReport[]> {
  const reports = await billStore.reports(since);
  return reports.toSorted((a, b) =>
    a.billingMonth < b.billingMonth ? -1 : a.billingMonth > b.billingMonth ? 1 : a.atMs - b.atMs,
  );
}

/** The last day of each link by what clouds count; the hour that runs is not in it. */
export async function showMeter({ clock, meterStore }: Pick<Deps, "clock" | "meterStore">): Promise<CostMeter> {
  const hourMs = DAY_MS / 24;
  const toMs = Math.floor(clock.nowMs() / hourMs) * hourMs;
  const fromMs = toMs - DAY_MS;
  const { slots } = await meterStore.read({ fromMs, toMs });
  return meterView(slots, fromMs, toMs);
}

/** The meter of a month against its bill; nothing where no estate has been seen yet. */
export async function showReconciliation(
  deps: CostDeps & Pick<Deps, "billStore" | "estimates" | "meterStore" | "topologies">,
  { month: asked }: MonthAsked,
): Promise<CostReconciliation> {
  const { billStore, clock, config, estimates, meterStore, topologies } = deps;
  const atMs = clock.nowMs();
  const month = asked ?? monthOf(atMs);
  const latest = await topologies.latest();
  if (!latest) return { atMs, month, rows: [], unplaced: [], notes: ["the estate has not been discovered yet"] };
  const lines = await billStore.lines(month);
  const metered = slotSums(month);
  const { first, end } = daysOf(month);
  if (lines.length > 0)
    for (let day = first; day < end && day * DAY_MS <= atMs; day += 1)
      metered.add((await meterStore.read({ fromMs: day * DAY_MS, toMs: (day + 1) * DAY_MS })).slots);
  const { rows, unplaced, notes } = reconcile({ month, lines, metered, topology: latest.topology, config, estimates });
  return {
    atMs,
    month,
    rows: rows.toSorted((a, b) => Math.abs(b.residualUsd) - Math.abs(a.residualUsd)),
    unplaced: unplaced.toSorted((a, b) => b.billedUsd - a.billedUsd),
    notes: [...notes],
  };
}
