import type { ConnectPlan } from "@skylane/core";
import type { ConnectDesign } from "../design/design-connections.ts";
import type { ConnectWorld } from "../design/world.ts";
import { breakEvenGb } from "./break-even.ts";
import { fixedCosts } from "./fixed-costs.ts";
import { transferCosts } from "./transfer-costs.ts";

/** What the plan costs a month at list price. A sum of which a part is not known is absent; what is not known is named. */
export function planCost(design: ConnectDesign, world: ConnectWorld): ConnectPlan["cost"] {
  const fixed = fixedCosts(design.steps, world);
  const transfer = transferCosts(design, world);
  const fixedUsd = fixed.unknown.length === 0 ? sumOf(fixed.lines) : undefined;
  const transferUsd = transfer.unknown.length === 0 ? sumOf(transfer.lines) : undefined;
  const unverified = [...new Set([...fixed.unverified, ...transfer.unverified])].sort();
  const gb = breakEvenGb(design, fixedUsd ?? sumOf(fixed.lines), world);
  return {
    ...(fixedUsd !== undefined && { fixedMonthlyUsd: fixedUsd }),
    ...(transferUsd !== undefined && { transferMonthlyUsd: transferUsd }),
    ...(fixedUsd !== undefined && transferUsd !== undefined && { totalMonthlyUsd: cents(fixedUsd + transferUsd) }),
    ...(gb !== undefined && { breakEvenGb: gb }),
    unknown: [...fixed.unknown, ...transfer.unknown],
    ...(unverified.length > 0 && { unverified }),
    lines: [...fixed.lines, ...transfer.lines],
  };
}

const sumOf = (lines: readonly { readonly monthlyUsd: number }[]): number =>
  cents(lines.reduce((sum, { monthlyUsd }) => sum + monthlyUsd, 0));
const cents = (usd: number): number => Math.round(usd * 100) / 100;
