import { type Allocation, addMoney, type Money, markdownText, oneLine, type TransferPlace } from "@skylane/core";
import { amountText, percentsOf } from "./amount.ts";

/** A line of the report: a scope, or data between two clouds. Text from outside is on one line, and not yet escaped. */
export interface ShowbackRow {
  readonly name: string;
  readonly amount: string;
  /** All rows together are 100 exactly; absent where credits make percents mislead. */
  readonly percent?: number | undefined;
  readonly parts: readonly { readonly name: string; readonly amount: string }[];
}

export interface Showback {
  readonly rows: readonly ShowbackRow[];
  readonly total: string;
  readonly notes: readonly string[];
}

export const CROSS_CLOUD = "cross-cloud data";

/** Who pays what of a month, the largest first; data between clouds is one line, with from and to as its parts. */
export function showbackOf({ shares, crossCloud, total, currency, notes }: Allocation): Showback {
  const text = (amount: Money): string => amountText(amount, currency);
  const own = shares.map(({ id, billed, parts }) => ({
    name: oneLine(id),
    billed,
    parts: parts.map((part) => ({ name: oneLine(part.id), amount: text(part.billed) })),
  }));
  const between = crossCloud.map(({ from, to, billed, gb }) => ({
    name: `${placeText(from)} → ${placeText(to)}${gb > 0 ? `, ${gb.toLocaleString("en-US", { maximumFractionDigits: 1 })} GB` : ""}`,
    amount: text(billed),
  }));
  const rows = [
    ...own,
    ...(crossCloud.length > 0
      ? [{ name: CROSS_CLOUD, billed: addMoney(...crossCloud.map(({ billed }) => billed)), parts: between }]
      : []),
  ];
  const percents = percentsOf(rows.map(({ billed }) => billed));
  return {
    rows: rows.map(({ name, billed, parts }, i) => ({
      name,
      amount: text(billed),
      ...(percents && { percent: percents[i] }),
      parts,
    })),
    total: text(total),
    notes,
  };
}

/** The report as Markdown: names are inert. */
export function showbackMarkdown(allocation: Allocation): string {
  const { rows, total, notes } = showbackOf(allocation);
  const inert = (text: string): string => markdownText(text);
  return [
    `# Costs of ${inert(allocation.billingMonth)} by ${allocation.kind}`,
    "",
    `| ${allocation.kind} | amount | share |`,
    "| --- | ---: | ---: |",
    ...rows.flatMap(({ name, amount, percent, parts }) => [
      `| ${inert(name)} | ${inert(amount)} | ${percent === undefined ? "" : `${percent.toFixed(1)} %`} |`,
      ...parts.map((part) => `| – ${inert(part.name)} | ${inert(part.amount)} | |`),
    ]),
    `| **total** | **${inert(total)}** | ${rows[0]?.percent === undefined ? "" : "100.0 %"} |`,
    ...(notes.length > 0 ? ["", ...notes.map((note) => `- ${inert(note)}`)] : []),
    "",
  ].join("\n");
}

const placeText = ({ cloud, regionId }: TransferPlace): string =>
  oneLine(regionId === undefined ? cloud : `${cloud} ${regionId}`, 80);
