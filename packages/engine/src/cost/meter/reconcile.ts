import {
  addMoney,
  type BillingMonth,
  type BillLine,
  type CloudId,
  type Money,
  moneyNumber,
  type Reconciliation,
  type TopologyConnection,
  type TransferKind,
  type UnplacedTransfer,
  ZERO,
} from "@skylane/core";
import { gbOfLine } from "../line-gb.ts";
import { directionPrices, type PricedEstate } from "./direction-prices.ts";
import { type MeteredMonth, type MeteredPart, meteredParts } from "./metered-parts.ts";
import { reasonsOf } from "./reasons.ts";
import type { SlotSums } from "./slot-sums.ts";

/** Meter and bills of one month. */
export interface ReconcileInput extends PricedEstate {
  readonly month: BillingMonth;
  /** Of all sources. List prices are in US dollars: lines in another currency are left out and counted. */
  readonly lines: readonly BillLine[];
  /** Of that month. */
  readonly metered: SlotSums;
}

/** Rows by link where the bill names the link; what it asks for data without naming one is not spread over links. */
export interface Reconciled {
  readonly rows: readonly Reconciliation[];
  readonly unplaced: readonly UnplacedTransfer[];
  /** Lines for data that were left out, each reason once. */
  readonly notes: readonly string[];
}

const CURRENCY = "USD";
const BYTES_PER_GB = 1e9;

/** Holds the meter against the bills, by link as far as bills name links, else by cloud, Region and what the bytes crossed. Pure. */
export function reconcile({ month, lines, metered: sums, ...estate }: ReconcileInput): Reconciled {
  const metered = meteredParts(sums, directionPrices(estate));
  const linkOf = linkFinder(estate.topology.connections);
  const billed = new Map<string, BilledLink>();
  const groups = new Map<string, Group>();
  let foreignCount = 0;
  for (const line of lines) {
    if (line.billingMonth !== month || line.cloud === undefined) continue;
    const { cloud, transfer } = line;
    if (line.currency !== CURRENCY) {
      if (transfer) foreignCount += line.rowCount;
      continue;
    }
    const connectionId = linkOf(line.resourceId);
    if (connectionId !== undefined) {
      const link = billed.get(connectionId) ?? { timeUsd: ZERO, kinds: new Map() };
      billed.set(connectionId, link);
      if (transfer) addTo(link.kinds, `${cloud} ${transfer.kind}`, line);
      else link.timeUsd = addMoney(link.timeUsd, line.billed);
    } else if (transfer && line.billed !== ZERO) {
      const group = groupAt(groups, cloud, transfer.kind, line.regionId ?? transfer.from?.regionId);
      addTo(group.sums, "", line);
    }
  }
  const named = (part: MeteredPart): boolean =>
    billed.get(part.connectionId)?.kinds.has(`${part.cloud} ${part.kind}`) ?? false;
  for (const part of metered.parts) if (!named(part)) groupOf(groups, part).parts.push(part);
  return {
    rows: [...billed]
      .filter(([, { kinds }]) => kinds.size > 0)
      .map(([connectionId, link]) =>
        rowOf(
          month,
          connectionId,
          link,
          metered.parts.filter((part) => part.connectionId === connectionId && named(part)),
          metered,
        ),
      )
      .sort((a, b) => (a.connectionId < b.connectionId ? -1 : 1)),
    unplaced: [...groups.values()]
      .map(unplacedOf)
      .filter(({ billedUsd, meteredUsd }) => billedUsd !== 0 || meteredUsd > 0),
    notes:
      foreignCount === 0
        ? []
        : [`${foreignCount} rows for data are in another currency than ${CURRENCY} and are not compared`],
  };
}

interface Sum {
  billed: Money;
  gb: number | undefined;
}
interface BilledLink {
  /** What is paid for it whether it carries anything or not. */
  timeUsd: Money;
  readonly kinds: Map<string, Sum>;
}
interface Group {
  readonly cloud: CloudId;
  readonly kind: TransferKind;
  readonly regionId: string | undefined;
  readonly sums: Map<string, Sum>;
  readonly parts: MeteredPart[];
}

function addTo(sums: Map<string, Sum>, key: string, line: BillLine): void {
  const sum = sums.get(key) ?? { billed: ZERO, gb: undefined };
  const gb = gbOfLine(line);
  sum.billed = addMoney(sum.billed, line.billed);
  if (gb !== undefined) sum.gb = (sum.gb ?? 0) + gb;
  sums.set(key, sum);
}

const groupKey = (cloud: CloudId, kind: TransferKind, regionId: string | undefined): string =>
  `${cloud} ${kind} ${regionId ?? ""}`;

function groupAt(groups: Map<string, Group>, cloud: CloudId, kind: TransferKind, regionId: string | undefined): Group {
  const key = groupKey(cloud, kind, regionId);
  const group = groups.get(key) ?? { cloud, kind, regionId, sums: new Map(), parts: [] };
  groups.set(key, group);
  return group;
}

/** Where a bill would have it: as it crosses, or as data between clouds where the bill has such rows; in its Region, or in none. */
function groupOf(groups: Map<string, Group>, { cloud, kind, regionId }: MeteredPart): Group {
  const kinds: readonly TransferKind[] = kind === "internet" || kind === "dedicated" ? ["cross-cloud", kind] : [kind];
  for (const one of kinds)
    for (const region of [regionId, undefined]) {
      const group = groups.get(groupKey(cloud, one, region));
      if (group && group.sums.size > 0) return group;
    }
  return groupAt(groups, cloud, kind, regionId);
}

function unplacedOf({ cloud, kind, regionId, sums, parts }: Group): UnplacedTransfer {
  const sum = sums.get("");
  return {
    cloud,
    kind,
    ...(regionId !== undefined && { regionId }),
    billedUsd: moneyNumber(sum?.billed ?? ZERO),
    ...(sum?.gb !== undefined && { billedGb: sum.gb }),
    meteredUsd: micro(parts.reduce((usd, part) => usd + part.usd, 0)),
    connectionIds: [...new Set(parts.map(({ connectionId }) => connectionId))].sort(),
  };
}

function rowOf(
  billingMonth: BillingMonth,
  connectionId: string,
  { timeUsd, kinds }: BilledLink,
  parts: readonly MeteredPart[],
  { links, missing }: MeteredMonth,
): Reconciliation {
  const meteredUsd = micro(parts.reduce((sum, { usd }) => sum + usd, 0));
  const billedUsd = moneyNumber(addMoney(...[...kinds.values()].map(({ billed }) => billed)));
  // bytes that are charged in several ways are the same bytes
  const gbs = [...kinds.values()].flatMap(({ gb }) => gb ?? []);
  const billedGb = gbs.length === 0 ? undefined : Math.max(...gbs);
  const byKind = Map.groupBy(parts, ({ cloud, kind }) => `${cloud} ${kind}`);
  const meteredGb =
    Math.max(0, ...[...byKind.values()].map((same) => same.reduce((sum, { bytes }) => sum + bytes, 0))) / BYTES_PER_GB;
  const residualUsd = micro(billedUsd - meteredUsd);
  return {
    billingMonth,
    connectionId,
    meteredUsd,
    billedUsd,
    residualUsd,
    ...(billedUsd !== 0 && { residualRatio: residualUsd / billedUsd }),
    meteredGb,
    ...(billedGb !== undefined && { billedGb }),
    reasons: [
      ...reasonsOf({
        meteredUsd,
        billedUsd,
        meteredGb,
        billedGb,
        timeUsd: moneyNumber(timeUsd),
        coverageRatio: links.get(connectionId)?.coverageRatio ?? 0,
        rows: parts.map(({ row }) => row),
        missing: missing.get(connectionId) ?? [],
      }),
    ],
  };
}

const micro = (usd: number): number => Math.round(usd * 1e6) / 1e6;

/** Finds the link whose id a bill names, in whatever form; an id that several links go by names none of them. */
function linkFinder(
  connections: readonly TopologyConnection[],
): (resourceId: string | undefined) => string | undefined {
  const owners = new Map<string, string | undefined>();
  for (const { id, sightings } of connections)
    for (const name of new Set(sightings.flatMap(({ nativeId, aliases }) => [nativeId, ...aliases].flatMap(formsOf)))) {
      const owner = owners.get(name);
      owners.set(name, owners.has(name) && owner !== id ? undefined : id);
    }
  return (resourceId) =>
    resourceId === undefined || resourceId === ""
      ? undefined
      : formsOf(resourceId)
          .map((form) => owners.get(form))
          .find((id) => id !== undefined);
}

/** An id as it is, and its last part: bills have ARNs, paths or bare ids. */
const formsOf = (id: string): readonly string[] => {
  const whole = id.toLowerCase();
  return [whole, whole.slice(Math.max(whole.lastIndexOf("/"), whole.lastIndexOf(":")) + 1)];
};
