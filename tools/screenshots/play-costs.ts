import { estimatesOf } from "@skylane/clouds";
import type { CostAnomaly, FlowSlot, MeteredSlot, SkylaneConfig, Topology } from "@skylane/core";
import {
  type CostHistory,
  costHistory,
  costWatch,
  type Deps,
  type NoticedRouteChange,
  wayGraph,
} from "@skylane/engine";
import { loadEstate, playTraffic } from "@skylane/local/traffic";
import { playMeter } from "../../packages/cli/src/cost-demo/meter-play.ts";

const DAY_MS = 86_400_000;
const SLOT_MS = 900_000;
const LOOK_MS = 30 * 60_000;
const DAYS = 60;
const LEARN_DAYS = 14;
const KEPT_DAYS = 38;
const LAG_MS = 5 * 60_000;
/** Incidents last a day or more, and this one is to be open: it began up to so long and a day ago. */
const LEAST_AGE_MS = 45 * 60_000;

/**
 * Weeks of an estate's traffic with what goes wrong in it, shifted so that its misrouting is some hours old now: metered, kept, and
 * watched every half hour as a running Skylane does.
 */
export async function playInto(
  { costFindings, meterStore }: Pick<Deps, "costFindings" | "meterStore">,
  topology: Topology,
  config: SkylaneConfig,
  { seed, nowMs }: { readonly seed: number; readonly nowMs: number },
): Promise<readonly CostAnomaly[]> {
  const estate = loadEstate("globalcart");
  const misrouting = playTraffic(estate, seed, DAYS, 0).incidents.find(({ kind }) => kind === "misrouting");
  if (!misrouting) throw new Error("this play has no misrouting");
  const startMs = Math.floor((nowMs - misrouting.fromMs - LEAST_AGE_MS) / DAY_MS) * DAY_MS;
  const play = playTraffic(estate, seed, DAYS, startMs);
  const estimates = estimatesOf();
  const graph = wayGraph(topology, config);
  const meter = playMeter(graph, estimates, estate.connections);
  const history: CostHistory = costHistory(startMs);
  const watch = costWatch(graph, estimates);
  const kept = new Map<string, CostAnomaly>();
  const batch: { slots: MeteredSlot[]; flows: FlowSlot[] } = { slots: [], flows: [] };
  for (const slot of play.slots()) {
    const endMs = slot.startMs + SLOT_MS;
    if (endMs > nowMs) break;
    const { flows, links } = meter(slot);
    history.add(flows, links);
    history.closeBefore(endMs);
    if (slot.startMs > nowMs - KEPT_DAYS * DAY_MS) {
      batch.slots.push(...links);
      batch.flows.push(...flows);
      if (endMs % (DAY_MS / 4) === 0) {
        await meterStore.put(batch.slots, batch.flows);
        batch.slots = [];
        batch.flows = [];
      }
    }
    if (endMs % LOOK_MS !== 0 || endMs - startMs < LEARN_DAYS * DAY_MS) continue;
    const changes = play.audit().flatMap(({ atMs, prefix, from, to, call, by, where }): NoticedRouteChange[] =>
      atMs > endMs - LAG_MS
        ? []
        : [
            {
              atMs,
              prefix,
              by,
              what: `${call} on ${where.gatewayId}: ${prefix} from ${from ?? "nowhere"} to ${to ?? "nowhere"}`,
            },
          ],
    );
    const { put } = watch({ history, known: [...kept.values()], changes, nowMs: endMs, rules: config.costs.anomalies });
    for (const one of put) kept.set(one.id, one);
  }
  await meterStore.put(batch.slots, batch.flows);
  for (const one of kept.values()) await costFindings.putAnomaly(one);
  return [...kept.values()];
}
