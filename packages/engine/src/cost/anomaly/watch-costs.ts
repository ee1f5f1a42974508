import type { CostAnomaly, CostScope, Estimates } from "@skylane/core";
import type { WayGraph } from "../../topology/index.ts";
import { type Baseline, baselineOf } from "./baseline.ts";
import { commonExcess } from "./common-excess.ts";
import type { CostHistory, CostTrack } from "./cost-history.ts";
import { explain } from "./explain.ts";
import type { CostFinding } from "./finding.ts";
import { type JudgeRules, judgeSeries } from "./judge-series.ts";
import { misroutedFindings } from "./misrouted-findings.ts";
import { misroutingFinder } from "./misrouting.ts";
import type { NoticedRouteChange } from "./route-changes.ts";
import type { CostSeries } from "./series.ts";
import { rulesFor, type Tracked, trackAnomalies } from "./track-anomalies.ts";

export interface WatchedCosts {
  readonly history: CostHistory;
  /** All that is kept: what is open, and what people said of what was. */
  readonly known: readonly CostAnomaly[];
  readonly changes: readonly NoticedRouteChange[];
  readonly nowMs: number;
  readonly rules: JudgeRules;
  /** Before the history is so long, statistics say nothing; ways and routes do. */
  readonly learnMs?: number | undefined;
}

/** A series, with what is remembered of it as long as the same history is looked at. */
interface Watched {
  readonly scope: CostScope;
  readonly track: CostTrack;
  readonly series: CostSeries;
  readonly baseline: Baseline;
}

/**
 * Makes the watch ready for one estate. Each look judges the last slot of every flow, every link and all of them together, finds flows
 * that are not on their dedicated link, explains what it finds, and says what is new, worse or over. A look knows the slots up to
 * the history's end and nothing else; the history may grow between two.
 */
export function costWatch(graph: WayGraph, estimates: Estimates): (costs: WatchedCosts) => Tracked {
  const misrouting = misroutingFinder(graph, estimates);
  let watchedHistory: CostHistory | undefined;
  const watched = new Map<string, Watched>();
  const watch = (history: CostHistory, scope: CostScope, track: CostTrack): Watched => {
    const key = `${scope.kind}/${scope.id}`;
    const before = watched.get(key);
    if (before) return before;
    const series: CostSeries = { slotMs: history.slotMs, startMs: history.startMs, values: track.usd };
    const one = { scope, track, series, baseline: baselineOf(series) };
    watched.set(key, one);
    return one;
  };
  return ({ history, known, changes, nowMs, rules, learnMs = 0 }) => {
    if (history !== watchedHistory) watched.clear();
    watchedHistory = history;
    if (history.slotCount === 0) return trackAnomalies(known, [], nowMs);
    const links = [...history.links].map(([id, track]) => watch(history, { kind: "link", id }, track));
    const flows = [...history.flows].map(([id, track]) => watch(history, { kind: "flow", id }, track));
    const all = watch(history, { kind: "all", id: "all" }, history.total);
    const common = commonExcess(links.map(({ baseline }) => baseline));
    // one flow may be further from the others than a link of many is
    const commonOfLinks = { ...common, over: () => undefined };
    const judge = (one: Watched, judged: JudgeRules): readonly CostFinding[] => {
      const own = rulesFor(known, one.scope, judged);
      if (!isWorthJudging(one, history, own.minUsdPerDay)) return [];
      const found = judgeSeries(one.series, own, one.baseline);
      return found ? [explain(history, one.scope, one.track, found)] : [];
    };
    const isLearnt = history.slotCount * history.slotMs >= learnMs;
    const findings = [
      ...misroutedFindings(misrouting.find(history, changes), rules.minUsdPerDay),
      ...(isLearnt ? flows.flatMap((one) => judge(one, { ...rules, common: commonOfLinks })) : []),
      ...(isLearnt ? links.flatMap((one) => judge(one, { ...rules, common })) : []),
      ...(isLearnt ? judge(all, rules) : []),
    ];
    return trackAnomalies(known, findings, nowMs);
  };
}

/** What costs less than that cannot cost that much more; and of what has no price in the last day nothing can be said. */
function isWorthJudging(
  { track, baseline }: Watched,
  { slotMs, slotCount }: CostHistory,
  minUsdPerDay: number,
): boolean {
  const perHour = Math.round(3_600_000 / slotMs);
  for (const slot of track.unpricedSlots) if (slot >= slotCount - perHour * 24) return false;
  return [0.25, 1, 3, 8, 24].some((hours) => {
    const count = Math.max(1, Math.round(hours * perHour));
    return (baseline.sum(slotCount, count) / count) * perHour * 24 >= minUsdPerDay;
  });
}
