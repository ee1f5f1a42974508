import type { Command } from "commander";
import { print } from "../output.ts";
import { type ChooseOptions, choose, withChooseOptions } from "../paths/choose.ts";
import { tellPlan } from "../paths/tell-plan.ts";

/** `skylane paths optimise`: primary and backup for every flow, chosen together. Changes nothing. */
export const addPathsOptimise = (paths: Command): void => {
  withChooseOptions(
    paths
      .command("optimise")
      .alias("optimize")
      .description(
        "choose primary and backup for all flows together, by cost, latency and reliability; changes nothing",
      ),
  ).action(async (options: ChooseOptions) => {
    const { plan, elapsedMs } = await choose(options);
    const { gap, monthlyUsd, comparison, flows, ...more } = plan;
    print(options.json === true, { gap, elapsedMs, monthlyUsd, comparison, flows, ...more }, () =>
      tellPlan(plan, elapsedMs),
    );
  });
};
