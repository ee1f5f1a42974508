import type { BillingMonth, ScopeKind } from "@skylane/core";
import type { Deps } from "../../deps.ts";
import { NO_TRAFFIC, type ScopeTraffic, trafficTally } from "../allocate/index.ts";
import { DAY_MS, daysOf } from "../show/months.ts";

export type TrafficDeps = Pick<Deps, "config" | "meterStore" | "topologies">;

/** What scopes of a kind sent in a month. */
export type TrafficOf = (month: BillingMonth, kind: ScopeKind) => ScopeTraffic;

/** Ways to share a fee for which it must be known what each sent. */
const BY_TRAFFIC: readonly string[] = ["traffic", "peak"];

/**
 * What scopes of these kinds sent in each of these months up to now, by what is metered. Nothing is read where no fee is shared by
 * traffic. A day at a time: weeks of slots are large.
 */
export async function readTraffic(
  { config, meterStore, topologies }: TrafficDeps,
  kinds: readonly ScopeKind[],
  months: readonly BillingMonth[],
  nowMs: number,
): Promise<TrafficOf> {
  const wanted = kinds.filter((kind) =>
    config.costs.shared.some((sharing) => sharing.kind === kind && BY_TRAFFIC.includes(sharing.by)),
  );
  const latest = wanted.length === 0 ? undefined : await topologies.latest();
  if (!latest) return () => NO_TRAFFIC;
  const byMonth = new Map<BillingMonth, (kind: ScopeKind) => ScopeTraffic>();
  for (const month of months) {
    const tally = trafficTally(latest.topology, config, wanted);
    const { first, end } = daysOf(month);
    for (let day = first; day < end && day * DAY_MS <= nowMs; day += 1) {
      const { slots, flows } = await meterStore.read({ fromMs: day * DAY_MS, toMs: (day + 1) * DAY_MS });
      tally.add(slots, flows);
    }
    byMonth.set(month, tally.of);
  }
  return (month, kind) => (wanted.includes(kind) ? byMonth.get(month)?.(kind) : undefined) ?? NO_TRAFFIC;
}

/**
 * The same for months to learn from: one of which nothing is metered any more is taken for the first that is, so that a fee does not
 * seem to begin where the meter does.
 */
export function asIfAlways(trafficOf: TrafficOf, months: readonly BillingMonth[]): TrafficOf {
  const known = new Map<ScopeKind, ScopeTraffic>();
  return (month, kind) => {
    const own = trafficOf(month, kind);
    if (own.bytes.size > 0) return own;
    const first = known.get(kind) ?? months.map((one) => trafficOf(one, kind)).find(({ bytes }) => bytes.size > 0);
    known.set(kind, first ?? NO_TRAFFIC);
    return first ?? NO_TRAFFIC;
  };
}
