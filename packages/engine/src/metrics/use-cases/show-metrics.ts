import type { Deps } from "../../deps.ts";
import type { MetricFacts } from "../facts.ts";
import { metricsOf } from "../metrics-of.ts";
import { type Exposition, writeExposition } from "../write-exposition.ts";

const DAY_MS = 86_400_000;

type MetricDeps = Pick<
  Deps,
  | "capacities"
  | "clock"
  | "config"
  | "costFindings"
  | "health"
  | "incidents"
  | "killSwitch"
  | "meterStore"
  | "performance"
  | "regionBeats"
  | "regionId"
  | "sloLedgers"
  | "topologies"
>;

/** What is stored, as metrics, in the form that is asked for. */
export async function showMetrics(deps: MetricDeps, accept: string): Promise<Exposition> {
  const { config, clock, regionId } = deps;
  const nowMs = clock.nowMs();
  const hasSlos = config.slos !== undefined;
  const [
    health,
    performance,
    ledgers,
    incidents,
    active,
    { isStopped },
    meter,
    capacities,
    forecasts,
    anomalies,
    looks,
    beats,
  ] = await Promise.all([
    deps.health.list(),
    hasSlos ? deps.performance.list() : [],
    hasSlos ? deps.sloLedgers.list() : [],
    deps.incidents.listSince(monthStartMs(nowMs)),
    deps.incidents.listActive(),
    deps.killSwitch.read(),
    deps.meterStore.read({ fromMs: nowMs - (nowMs % DAY_MS), toMs: nowMs }),
    deps.capacities.list(),
    deps.costFindings.forecasts(),
    deps.costFindings.anomalies(),
    deps.topologies.lastLooks(),
    config.regions ? deps.regionBeats.list() : [],
  ]);
  const facts: MetricFacts = {
    config,
    nowMs,
    health,
    performance,
    ledgers,
    incidents,
    active,
    isStopped,
    meterSlots: meter.slots,
    capacities,
    forecasts,
    anomalies,
    looks,
    beats: beats.filter((beat) => beat.regionId !== regionId),
  };
  return writeExposition(metricsOf(facts), accept);
}

function monthStartMs(nowMs: number): number {
  const now = new Date(nowMs);
  return Date.UTC(now.getUTCFullYear(), now.getUTCMonth());
}
