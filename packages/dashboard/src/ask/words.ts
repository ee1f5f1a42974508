import type { QueryCell, QueryColumn } from "@skylane/core";

/** Questions to begin with. */
export const examples = [
  "requests slower than 1 s today",
  "p95 of requests today by service by hour",
  "errors of requests today by route",
  "average round trip of paths last 3 hours by path",
  "loss of paths in aws today by path",
  "events failover.* since yesterday",
  "incidents last week by group",
] as const;

/** `1,200`, `38.5` */
const amount = (value: number): string =>
  (value >= 100 ? Math.round(value) : Number(value.toFixed(1))).toLocaleString("en-US");

/** A number with its unit: `1,200 ms`, `1.25 %`, `2026-11-22 12:30`. */
export function numberOf(value: number, kind: QueryColumn["kind"] | undefined): string {
  if (kind === "time") return timeOf(value);
  if (kind === "ratio") return `${Number((value * 100).toFixed(2))} %`;
  if (kind !== "ms") return amount(value);
  if (value < 60_000) return `${amount(value)} ms`;
  return value < 7_200_000 ? `${amount(value / 60_000)} min` : `${amount(value / 3_600_000)} h`;
}

/** A moment in UTC; seconds only where there are some. */
export const timeOf = (ms: number): string =>
  new Date(ms).toISOString().replace("T", " ").slice(0, 19).replace(/:00$/, "");

/** A cell as a text, names as they came. */
export function textOf(cell: QueryCell, kind: QueryColumn["kind"] | undefined): string {
  if (cell === null) return "–";
  if (typeof cell === "string") return cell;
  if (typeof cell === "number") return numberOf(cell, kind);
  return `${numberOf(cell.low, kind)} to ${numberOf(cell.high, kind)}`;
}

export const isAmount = (kind: QueryColumn["kind"]): boolean => kind === "ms" || kind === "count" || kind === "ratio";
