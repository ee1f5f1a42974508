import {
  type Allocation,
  addMoney,
  type CostAllocations,
  moneyText,
  type TransferLine,
  type TransferView,
} from "@skylane/core";
import { percentsOf } from "../words/index.ts";

/** An allocation with its amounts as exact texts, and parts of the whole where they mean something. */
export function allocationView({
  currency,
  total,
  shares,
  crossCloud,
  notes,
}: Allocation): CostAllocations["allocations"][number] {
  const amounts = [
    ...shares.map(({ billed }) => billed),
    ...(crossCloud.length > 0 ? [addMoney(...crossCloud.map(({ billed }) => billed))] : []),
  ];
  const percents = percentsOf(amounts);
  return {
    currency,
    total: moneyText(total),
    shares: shares.map(({ id, billed, effective, parts }, i) => ({
      id,
      billed: moneyText(billed),
      effective: moneyText(effective),
      ...(percents && { percent: percents[i] }),
      parts: parts.map((part) => ({ id: part.id, billed: moneyText(part.billed) })),
    })),
    betweenClouds: crossCloud.map(transferView),
    ...(percents && crossCloud.length > 0 && { betweenCloudsPercent: percents.at(-1) }),
    notes: [...notes],
  };
}

/** Data from one place to another, with its amount as an exact text. */
export const transferView = ({ kind, from, to, billed, gb }: TransferLine): TransferView => ({
  kind,
  from,
  to,
  billed: moneyText(billed),
  gb,
});
