import {
  type BillLine,
  type Estimates,
  type FailoverPlan,
  type MachineUse,
  type MeteredSlot,
  type Money,
  moneyNumber,
  type PriceItem,
  type SkylaneConfig,
  type Topology,
  type TopologyConnection,
  ZERO,
} from "@skylane/core";
import { lastPartOf, objectIdsOf } from "../resource-id.ts";
import { gatherUsage } from "./gather-usage.ts";
import { type AdviceInputs, HOURS_PER_MONTH, type LinkUse } from "./inputs.ts";

/** What Skylane keeps that ways to pay less can be found in. */
export interface AdviceSources {
  readonly nowMs: number;
  readonly topology: Topology;
  /** Of the last weeks, both directions. */
  readonly slots: readonly MeteredSlot[];
  /** Of the last months. */
  readonly lines: readonly BillLine[];
  /** First day that is not billed whole, days since 1970; absent = nothing is billed. */
  readonly billedUntilDay?: number | undefined;
  readonly plans: readonly FailoverPlan[];
  readonly config: Pick<SkylaneConfig, "connections" | "costs" | "groups">;
  readonly estimates: Estimates;
  /** Of the last two weeks; absent = they could not be read. */
  readonly machines?: readonly MachineUse[] | undefined;
}

const DAY_MS = 86_400_000;
const WINDOW_DAYS = 30;
/** What is sold of any cloud's ports and circuits, Mbps. */
const SIZES = [50, 100, 200, 300, 400, 500, 1_000, 2_000, 5_000, 10_000, 25_000, 40_000, 100_000, 400_000];
const SIZED_ITEMS = [
  "dedicated-port",
  "hosted-port",
  "metered-circuit",
  "unlimited-circuit",
  "vlan-attachment",
] as const satisfies readonly PriceItem[];
/** List prices are cut to the cent. */
const SAME_USD = 0.01;

/**
 * What there is to find ways to pay less by. What nobody measures is absent, and its finders find nothing: neither how old data is,
 * nor how many requests flows ask.
 */
export function gatherInputs(sources: AdviceSources): AdviceInputs {
  const { nowMs, topology, lines, plans, config } = sources;
  const slotsOf = Map.groupBy(sources.slots, ({ connectionId }) => connectionId);
  const declared = new Map(config.connections.map((one) => [one.id as string, one]));
  const billed = billedOf(sources);
  return {
    nowMs,
    links: topology.connections.map((connection): LinkUse => {
      const slots = slotsOf.get(connection.id);
      return {
        connection: withMeteredBytes(connection, slots, nowMs),
        billedUsd30d: billed(connection),
        slots,
        sizes: sizesOf(connection, sources.estimates),
        committedUntil: declared.get(connection.id)?.committedUntil,
      };
    }),
    failover: { plans, paths: config.groups.flatMap(({ paths }) => paths) },
    lines,
    faultTolerant: config.costs.savings.faultTolerant,
    resources: gatherUsage(sources),
  };
}

/** Bytes of 30 days as the meter counted them, where discovery does not know and the meter has run so long. */
function withMeteredBytes(
  connection: TopologyConnection,
  slots: readonly MeteredSlot[] = [],
  nowMs: number,
): TopologyConnection {
  const fromMs = nowMs - WINDOW_DAYS * DAY_MS;
  if (connection.bytes30d !== undefined || !slots.some(({ startMs }) => startMs < fromMs + DAY_MS)) return connection;
  const own = slots.filter(({ startMs, coverageRatio }) => startMs >= fromMs && coverageRatio > 0);
  const days = new Set(own.map(({ startMs }) => Math.floor(startMs / DAY_MS)));
  // a day that nobody counted may have carried anything
  if (days.size < WINDOW_DAYS) return connection;
  return { ...connection, bytes30d: own.reduce((sum, { bytes }) => sum + bytes, 0) };
}

/** What the bill says of the objects of a link in the last 30 days that are billed whole, USD; `undefined` = it names none of them. */
function billedOf({ lines, billedUntilDay, config: { costs } }: AdviceSources) {
  const sums = new Map<string, Money>();
  if (billedUntilDay !== undefined)
    for (const { day, currency, resourceId, billed } of lines) {
      const at = Date.parse(day) / DAY_MS;
      if (resourceId === undefined || currency !== "USD" || costs.currency !== "USD") continue;
      if (at < billedUntilDay - WINDOW_DAYS || at >= billedUntilDay) continue;
      const key = lastPartOf(resourceId);
      sums.set(key, ((sums.get(key) ?? ZERO) + billed) as Money);
    }
  return (connection: TopologyConnection): number | undefined => {
    const ids = new Set(objectIdsOf(connection).map(lastPartOf));
    const found = [...ids].flatMap((id) => sums.get(id) ?? []);
    return found.length === 0 ? undefined : moneyNumber(found.reduce((sum, one) => (sum + one) as Money, ZERO));
  };
}

/** What the port that is seen at one end costs in other sizes; none where its price is not that of one item of the lists. */
function sizesOf({ bandwidthMbps, ends, sightings }: TopologyConnection, estimates: Estimates): LinkUse["sizes"] {
  if (bandwidthMbps === undefined) return undefined;
  for (const { cloud, regionId } of ends) {
    const paid = sightings.find((one) => one.cloud === cloud && one.listPrice)?.listPrice?.monthlyUsd;
    if (cloud === undefined || regionId === undefined || paid === undefined) continue;
    for (const item of SIZED_ITEMS) {
      const sizes = SIZES.flatMap((mbps) => {
        const row = estimates.price({ cloud, item, regionId, bandwidthMbps: mbps });
        const usd = row && row.tiers.length === 1 ? row.tiers[0]?.usd : undefined;
        if (usd === undefined || (row?.unit !== "hour" && row?.unit !== "month")) return [];
        return [{ bandwidthMbps: mbps, monthlyUsd: row.unit === "hour" ? usd * HOURS_PER_MONTH : usd }];
      });
      const now = sizes.find((size) => size.bandwidthMbps === bandwidthMbps);
      if (now && Math.abs(now.monthlyUsd - paid) <= SAME_USD && sizes.length > 1) return sizes;
    }
  }
  return undefined;
}
