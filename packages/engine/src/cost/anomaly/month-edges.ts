import { type CostSeries, slotsPerDay, startOfSlot } from "./series.ts";

const DAY_MS = 86_400_000;
/** A month's end is like the one before only within this many days of it. */
const MONTH_EDGE_DAYS = 2;

/** A month's last two days or first two, UTC. */
export interface MonthEdge {
  readonly side: "end" | "beginning";
  /** How many days ago the same edge was, counted from the month's end or beginning. */
  readonly daysSince: number;
}

/** The edge of a month that a moment is in. */
export function monthEdgeAt(atMs: number): MonthEdge | undefined {
  const at = new Date(atMs);
  const [year, month, day] = [at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate()];
  const lengthNow = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  if (lengthNow - day < MONTH_EDGE_DAYS) return { side: "end", daysSince: lengthNow };
  return day <= MONTH_EDGE_DAYS
    ? { side: "beginning", daysSince: new Date(Date.UTC(year, month, 0)).getUTCDate() }
    : undefined;
}

/** Slots from one to before another, and the edge of a month that they are all in, if any. */
export interface Span {
  readonly from: number;
  readonly end: number;
  readonly edge: MonthEdge | undefined;
}

/** The 24 hours before a slot: one span, or two where an edge begins or ends in them. */
export function spansOfDay(series: CostSeries, end: number): readonly Span[] {
  const from = end - slotsPerDay(series);
  const fromMs = startOfSlot(series, from);
  const midnight = from + Math.ceil((Math.ceil(fromMs / DAY_MS) * DAY_MS - fromMs) / series.slotMs);
  const [before, after] = [monthEdgeAt(fromMs), monthEdgeAt(startOfSlot(series, end - 1))];
  if (before?.side === after?.side) return [{ from, end, edge: after }];
  return [
    { from, end: midnight, edge: before },
    { from: midnight, end, edge: after },
  ];
}
