import type { BillingMonth, BillLine, CostSettings, CostSpend, FlowSlot, MeteredSlot, ScopeKind } from "@skylane/core";
import { inOwnCurrency } from "../allocate/own-currency.ts";
import { crossingsOf, transferOf } from "../allocate/transfers.ts";
import { dailyCosts } from "../budget/index.ts";
import { DAY_MS, daysOf, isoDay } from "./months.ts";

type Spend = Pick<CostSpend, "days" | "series" | "totalUsd">;
type Series = CostSpend["series"][number];

/** More would be colours that nobody can tell apart. */
const MOST_SERIES = 8;
export const NOTHING_SPENT: Spend = { days: [], series: [], totalUsd: [] };

/** What each of a kind cost on each day of a month that has a charge, or lies between two that have, by the bill. */
export function spendByBill(
  lines: readonly BillLine[],
  month: BillingMonth,
  kind: ScopeKind,
  settings: CostSettings,
  trafficOf?: Parameters<typeof dailyCosts>[4],
): Spend {
  const { first, end } = daysOf(month);
  // what is bought ahead is of the last day of the month that bills it
  const lastDay = lines.reduce((last, { day }) => Math.max(last, Math.min(Date.parse(day) / DAY_MS, end - 1)), first);
  const costs = dailyCosts(lines, kind, settings, lastDay + 1, trafficOf);
  const all = costs.find(({ scope }) => scope.kind === "all");
  if (!all) return NOTHING_SPENT;
  const sums = ({ usageUsd, feeUsd }: (typeof costs)[number]): readonly number[] =>
    usageUsd.map((usd, i) => micro(usd + (feeUsd[i] ?? 0)));
  const totalUsd = sums(all);
  const own = costs.filter(({ scope }) => scope.kind !== "all").map((one) => ({ id: one.scope.id, usd: sums(one) }));
  const between = totalUsd.map((usd, i) => micro(usd - own.reduce((sum, one) => sum + (one.usd[i] ?? 0), 0)));
  // where nothing is, what differs is only what each was rounded by
  const crossings = crossingsOf(settings);
  const isBetween = lines.some(
    (line) => transferOf(line, crossings) && inOwnCurrency(line, settings).currency === settings.currency,
  );
  return {
    days: totalUsd.map((_, i) => isoDay(all.firstDay + i)),
    series: [
      ...largest(own),
      ...(isBetween ? [{ what: "between-clouds" as const, id: "between clouds", usd: between }] : []),
    ],
    totalUsd: [...totalUsd],
  };
}

/** USD of links or flows on one day. */
export type MeteredDay = ReadonlyMap<string, number>;

/** Sums of slots that have a price. */
export function meteredDay(
  kind: "link" | "flow",
  slots: readonly MeteredSlot[],
  flows: readonly FlowSlot[],
): MeteredDay {
  const sums = new Map<string, number>();
  const add = (id: string, usd: number | undefined): void => {
    if (usd !== undefined) sums.set(id, (sums.get(id) ?? 0) + usd);
  };
  if (kind === "link") for (const { connectionId, usd } of slots) add(connectionId, usd);
  else for (const { flowId, usd } of flows) add(flowId, usd);
  return sums;
}

/** The same by the meter: days of a month in their order, from `firstDay` on. */
export function spendByMeter(days: readonly MeteredDay[], firstDay: number): Spend {
  const from = days.findIndex((day) => day.size > 0);
  if (from < 0) return NOTHING_SPENT;
  const counted = days.slice(from, days.findLastIndex((day) => day.size > 0) + 1);
  const ids = [...new Set(counted.flatMap((day) => [...day.keys()]))];
  const own = ids.map((id) => ({ id, usd: counted.map((day) => micro(day.get(id) ?? 0)) }));
  return {
    days: counted.map((_, i) => isoDay(firstDay + from + i)),
    series: largest(own),
    totalUsd: counted.map((_, i) => micro(own.reduce((sum, one) => sum + (one.usd[i] ?? 0), 0))),
  };
}

/** The largest by name, and the rest as one. */
function largest(own: readonly { readonly id: string; readonly usd: readonly number[] }[]): Series[] {
  const ranked = own
    .map((one) => ({ ...one, sum: one.usd.reduce((sum, usd) => sum + usd, 0) }))
    .toSorted((a, b) => b.sum - a.sum || (a.id < b.id ? -1 : 1));
  const isLong = ranked.length > MOST_SERIES;
  const shown = isLong ? ranked.slice(0, MOST_SERIES - 1) : ranked;
  const rest = ranked.slice(shown.length);
  return [
    ...shown.map(({ id, usd }) => ({ what: "scope" as const, id, usd: [...usd] })),
    ...(isLong
      ? [
          {
            what: "others" as const,
            id: `${rest.length} others`,
            usd: (rest[0]?.usd ?? []).map((_, i) => micro(rest.reduce((sum, one) => sum + (one.usd[i] ?? 0), 0))),
          },
        ]
      : []),
  ];
}

/** Sums of numbers that are exact to the millionth. */
const micro = (usd: number): number => Math.round(usd * 1e6) / 1e6 || 0;
