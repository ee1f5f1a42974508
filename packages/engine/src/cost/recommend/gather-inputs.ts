import {
  type BillLine,
  type CapacityWatchRecord,
  type Estimates,
  type FailoverPlan,
  type FlowSlot,
  type MachineUse,
  type MeteredSlot,
  type Money,
  moneyNumber,
  type OnDemandBill,
  type PriceItem,
  type RequestCount,
  type SkylaneConfig,
  type StoreUse,
  type Topology,
  type TopologyConnection,
  ZERO,
} from "@skylane/core";
import { lastPartOf, objectIdsOf } from "../resource-id.ts";
import { gatherFlows } from "./gather-flows.ts";
import { gatherStores } from "./gather-stores.ts";
import { gatherUsage } from "./gather-usage.ts";
import { commitmentsOfBills } from "./hourly-on-demand.ts";
import { type AdviceInputs, HOURS_PER_MONTH, type LinkUse } from "./inputs.ts";
import { placementsOf } from "./placements.ts";

/** What Skylane keeps that ways to pay less can be found in. */
export interface AdviceSources {
  readonly nowMs: number;
  readonly topology: Topology;
  /** Of the last weeks, both directions. */
  readonly slots: readonly MeteredSlot[];
  readonly flowSlots: readonly FlowSlot[];
  /** Of the last months. */
  readonly lines: readonly BillLine[];
  /** First day that is not billed whole, days since 1970; absent = nothing is billed. */
  readonly billedUntilDay?: number | undefined;
  /** Hours on demand of the bills of each of the last months, the earliest first; `undefined` = one was taken without them. */
  readonly onDemand: readonly (readonly OnDemandBill[] | undefined)[];
  readonly plans: readonly FailoverPlan[];
  /** How full links get. */
  readonly capacities: readonly CapacityWatchRecord[];
  readonly config: Pick<SkylaneConfig, "connections" | "costs" | "flows" | "groups">;
  readonly estimates: Estimates;
  /** Of the last two weeks, those that could be read. */
  readonly machines: readonly MachineUse[];
  /** Of the last 30 days, those that could be read. */
  readonly stores: readonly StoreUse[];
  /** Of the last 30 days, of load balancers that flows name. */
  readonly requests: readonly RequestCount[];
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
/** What was counted last longer ago says nothing of when to order. */
const CAPACITY_DAYS = 7;
/** List prices are cut to the cent. */
const SAME_USD = 0.01;

/**
 * What there is to find ways to pay less by. What nobody measures is absent, and its finders find nothing.
 */
export function gatherInputs(sources: AdviceSources): AdviceInputs {
  const { nowMs, topology, lines, plans, config } = sources;
  const slotsOf = Map.groupBy(sources.slots, ({ connectionId }) => connectionId);
  const declared = new Map(config.connections.map((one) => [one.id as string, one]));
  const billed = billedOf(sources);
  const links = topology.connections.map((connection): LinkUse => {
    const slots = slotsOf.get(connection.id);
    return {
      connection: withMeteredBytes(connection, slots, nowMs),
      billedUsd30d: billed(objectIdsOf(connection)),
      slots,
      sizes: sizesOf(connection, sources.estimates),
      committedUntil: declared.get(connection.id)?.committedUntil,
    };
  });
  return {
    nowMs,
    links,
    capacity: exhaustionsOf(sources),
    ports: portsOf(links, config.costs.savings.portLeadDays),
    failover: { plans, paths: config.groups.flatMap(({ paths }) => paths) },
    commitments: commitmentsOfBills(config.costs.savings.offers, sources.onDemand, sources.billedUntilDay),
    lines,
    faultTolerant: config.costs.savings.faultTolerant,
    placements: placementsOf({ ...sources, billedUsd30d: billed }),
    resources: gatherUsage(sources),
    storage: gatherStores(sources),
    flows: gatherFlows(sources),
  };
}

/** Links that people were told will be full, by the last days, as large as they are now. */
const exhaustionsOf = ({ nowMs, topology, capacities }: AdviceSources): AdviceInputs["capacity"] =>
  capacities.flatMap(({ connectionId, bandwidthMbps, day, exhaustion }) => {
    const isNow = topology.connections.some((one) => one.id === connectionId && one.bandwidthMbps === bandwidthMbps);
    if (!isNow || !exhaustion || day < nowMs / DAY_MS - CAPACITY_DAYS) return [];
    return [{ connectionId, bandwidthMbps, ...exhaustion }];
  });

/** What another port like each link's own costs, where the lists say, and when it would be there. */
function portsOf(links: readonly LinkUse[], leadDays: number | undefined): AdviceInputs["ports"] {
  if (leadDays === undefined) return undefined;
  return new Map(
    links.flatMap(({ connection: { id, bandwidthMbps }, sizes = [] }) => {
      const own = sizes.find((size) => size.bandwidthMbps === bandwidthMbps);
      return own ? [[id, { leadDays, monthlyUsd: own.monthlyUsd }] as const] : [];
    }),
  );
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

/** What the bill says of objects with some ids in the last 30 days that are billed whole, USD; `undefined` = it names none of them. */
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
  return (nativeIds: readonly string[]): number | undefined => {
    const found = [...new Set(nativeIds.map(lastPartOf))].flatMap((id) => sums.get(id) ?? []);
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
