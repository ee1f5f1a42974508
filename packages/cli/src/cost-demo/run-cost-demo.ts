import type { CostAnomaly, Estimates, SkylaneConfig, Topology } from "@skylane/core";
import { costHistory, costWatch, type NoticedRouteChange, wayGraph } from "@skylane/engine";
import { type loadEstate, playTraffic, type RouteRecord } from "@skylane/local/traffic";
import { playMeter } from "./meter-play.ts";
import { type DemoScore, scoreAlarms, type ToldAlarm } from "./score-alarms.ts";

const SLOT_MS = 900_000;
const DAY_MS = 86_400_000;
const WATCH_EVERY_MS = 30 * 60_000;
/** Clouds count a slot, and tell who changed a route, so long after. */
const LAG_MS = 5 * 60_000;
/** Before that too little is known of weekdays to judge by. */
const LEARN_DAYS = 14;
/** A Tuesday; two ends of a month are in sixty days. */
const START_MS = Date.UTC(2026, 8, 1);

export interface CostDemo extends DemoScore {
  readonly seed: number;
  readonly days: number;
  readonly watchedDays: number;
  readonly lookCount: number;
  readonly flowCount: number;
  readonly linkCount: number;
  /** At list prices, over all days. */
  readonly usd: number;
  /** As they were at the end. */
  readonly anomalies: readonly CostAnomaly[];
  readonly told: readonly ToldAlarm[];
}

/** What a look found of the estate before the play begins. */
export interface DemoSight {
  readonly topology: Topology;
  readonly config: Pick<SkylaneConfig, "flows" | "groups" | "policies">;
  readonly estimates: Estimates;
}

/** Plays an estate's traffic, watches its costs as Skylane does, and compares what was told with what was put in. */
export function runCostDemo(
  { topology, config, estimates }: DemoSight,
  estate: ReturnType<typeof loadEstate>,
  {
    seed,
    days,
    minUsdPerDay,
    sameHourFactor,
  }: { seed: number; days: number; minUsdPerDay: number; sameHourFactor: number },
  onDay: (day: number) => void = () => undefined,
): CostDemo {
  const graph = wayGraph(topology, config);
  const play = playTraffic(estate, seed, days, START_MS);
  const meter = playMeter(graph, estimates, estate.connections);
  const history = costHistory(play.startMs);
  const watch = costWatch(graph, estimates);
  const kept = new Map<string, CostAnomaly>();
  const told: ToldAlarm[] = [];
  let lookCount = 0;

  const look = (nowMs: number): void => {
    const tracked = watch({
      history,
      known: [...kept.values()],
      changes: play
        .audit()
        .filter(({ atMs }) => atMs <= nowMs - LAG_MS)
        .map(noticed),
      nowMs,
      rules: { minUsdPerDay, sameHourFactor },
    });
    lookCount += 1;
    told.push(...tracked.told.map((one) => ({ ...one, toldAtMs: nowMs })));
    for (const one of tracked.put) kept.set(one.id, one);
  };

  for (const slot of play.slots()) {
    const nowMs = slot.startMs + SLOT_MS;
    // the slot that ends now is not counted yet
    if (nowMs % WATCH_EVERY_MS === 0 && nowMs - play.startMs >= LEARN_DAYS * DAY_MS) look(nowMs);
    const { flows, links } = meter(slot);
    history.add(flows, links);
    history.closeBefore(nowMs);
    if (nowMs % DAY_MS === 0) onDay((nowMs - play.startMs) / DAY_MS);
  }
  const watchedDays = days - LEARN_DAYS;
  return {
    seed,
    days,
    watchedDays,
    lookCount,
    flowCount: history.flows.size,
    linkCount: history.links.size,
    usd: Math.round(history.total.usd.reduce((sum, usd) => sum + usd, 0) * 100) / 100,
    ...scoreAlarms(play.incidents, told, watchedDays * DAY_MS),
    anomalies: [...kept.values()],
    told,
  };
}

/** As an audit log tells it. */
const noticed = ({ atMs, prefix, from, to, call, by, where }: RouteRecord): NoticedRouteChange => ({
  atMs,
  prefix,
  what: `${call} on ${where.gatewayId}: ${prefix} from ${from ?? "nowhere"} to ${to ?? "nowhere"}`,
  by,
});
