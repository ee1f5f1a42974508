import { addMoney, type BillLine, type CostSettings, type TransferLine, type TransferRule } from "@skylane/core";
import { gbOfLine } from "../line-gb.ts";
import { matcher } from "./match.ts";
import { inOwnCurrency } from "./own-currency.ts";

/** A rule for data on its way, with its test. */
interface Crossing {
  readonly rule: TransferRule;
  readonly isMeant: (line: BillLine) => boolean;
}

export const crossingsOf = ({ transfers }: CostSettings): readonly Crossing[] =>
  transfers.map((rule) => ({ rule, isMeant: matcher(rule.match) }));

/** A line's data on its way, added up with what goes the same way. */
export type GrowingTransfer = { -readonly [Field in keyof TransferLine]: TransferLine[Field] };

export function addTransfer(
  transfers: Map<string, GrowingTransfer>,
  transfer: Pick<TransferLine, "kind" | "from" | "to">,
  line: BillLine,
): void {
  const key = JSON.stringify([transfer.kind, transfer.from, transfer.to]);
  const known = transfers.get(key);
  const gb = gbOfLine(line) ?? 0;
  if (known) {
    known.billed = addMoney(known.billed, line.billed);
    known.gb += gb;
  } else transfers.set(key, { ...transfer, billed: line.billed, gb });
}

export const dearestFirst = (transfers: ReadonlyMap<string, GrowingTransfer>): readonly TransferLine[] =>
  [...transfers.values()].toSorted((a, b) => (a.billed === b.billed ? 0 : a.billed > b.billed ? -1 : 1));

/**
 * Data on its way of every kind, from where to where, by currency, the dearest first: to another cloud, out to the internet, over a
 * dedicated line, to another Region or zone. A row that does not say both ends, and that no rule is for, is not in it.
 */
export function transferLines(
  lines: readonly BillLine[],
  settings: CostSettings,
): readonly (TransferLine & { readonly currency: string })[] {
  const crossings = crossingsOf(settings);
  const byCurrency = new Map<string, Map<string, GrowingTransfer>>();
  for (const line of lines.map((one) => inOwnCurrency(one, settings))) {
    const { kind, from, to } = transferOf(line, crossings) ?? line.transfer ?? {};
    if (!kind || !from || !to) continue;
    const own = byCurrency.get(line.currency) ?? new Map<string, GrowingTransfer>();
    byCurrency.set(line.currency, own);
    addTransfer(own, { kind, from, to }, line);
  }
  return [...byCurrency].flatMap(([currency, own]) => dearestFirst(own).map((one) => ({ ...one, currency })));
}

/** Data to another cloud: as the row says, else as a rule says. */
export function transferOf(
  line: BillLine,
  crossings: readonly Crossing[],
): Pick<TransferLine, "kind" | "from" | "to"> | undefined {
  const { transfer } = line;
  if (transfer?.kind === "cross-cloud" && transfer.from && transfer.to)
    return { kind: transfer.kind, from: transfer.from, to: transfer.to };
  const rule = crossings.find(({ isMeant }) => isMeant(line))?.rule;
  return rule && { kind: rule.kind, from: rule.from, to: rule.to };
}
