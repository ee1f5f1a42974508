import { type BillLine, type CostSettings, exchange, readMoney, ZERO } from "@skylane/core";

/** The line in the currency of the configuration, where that has a rate for its own; else as it is. */
export function inOwnCurrency(line: BillLine, { currency, rates }: CostSettings): BillLine {
  const rate = rates[line.currency];
  if (line.currency === currency || rate === undefined) return line;
  const exact = readMoney(String(rate)) ?? ZERO;
  return {
    ...line,
    currency,
    billed: exchange(line.billed, exact),
    effective: exchange(line.effective, exact),
    list: exchange(line.list, exact),
    contracted: exchange(line.contracted, exact),
  };
}
