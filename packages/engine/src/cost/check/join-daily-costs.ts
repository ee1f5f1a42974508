import type { DailyCost } from "../budget/index.ts";

/** Costs of one month after another as one row of days for each scope; a scope that is not in a month cost nothing there. */
export function joinDailyCosts(months: readonly (readonly DailyCost[])[]): readonly DailyCost[] {
  const all = months.flat();
  const firstDay = Math.min(...all.map((one) => one.firstDay));
  const endDay = Math.max(...all.map((one) => one.firstDay + one.usageUsd.length));
  return [...Map.groupBy(all, ({ scope }) => `${scope.kind}/${scope.id}`).values()].map((ofScope) => {
    const zeros = (): number[] => Array.from({ length: endDay - firstDay }, () => 0);
    const [usageUsd, feeUsd] = [zeros(), zeros()];
    for (const one of ofScope)
      for (let i = 0; i < one.usageUsd.length; i += 1) {
        const at = one.firstDay - firstDay + i;
        usageUsd[at] = (usageUsd[at] ?? 0) + (one.usageUsd[i] ?? 0);
        feeUsd[at] = (feeUsd[at] ?? 0) + (one.feeUsd[i] ?? 0);
      }
    return { scope: (ofScope[0] as DailyCost).scope, firstDay, usageUsd, feeUsd };
  });
}
