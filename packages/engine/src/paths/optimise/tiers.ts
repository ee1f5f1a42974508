import type { ProblemMeter } from "./problem.ts";

/** A volume at one price. */
export interface Step {
  readonly gb: number;
  readonly usdPerGb: number;
}

/**
 * The steps that a volume falls in, first to last, beginning behind what the meter has already counted this month. They
 * add up to `gb`; what exceeds the last bounded step of a meter without an open end has that step's price.
 */
export const stepsOf = ({ tiers, baseGb }: Pick<ProblemMeter, "tiers" | "baseGb">, gb: number): readonly Step[] => {
  const steps: Step[] = [];
  const endGb = baseGb + gb;
  let reachedGb = baseGb;
  for (const [index, { upToGb, usdPerGb }] of tiers.entries()) {
    const isLast = index === tiers.length - 1;
    const untilGb = isLast ? endGb : Math.min(upToGb ?? endGb, endGb);
    if (untilGb <= reachedGb) continue;
    steps.push({ gb: untilGb - reachedGb, usdPerGb });
    reachedGb = untilGb;
  }
  return steps;
};

/** USD for the volumes of the steps. */
export const usdOf = (steps: readonly Step[]): number => steps.reduce((usd, step) => usd + step.gb * step.usdPerGb, 0);
