import { BillingMonth, CostAllocations, CostForecastList, CostMeter, CostSummary, ScopeKind } from "@skylane/core";
import { type Command, InvalidArgumentError, Option } from "commander";
import { apiClient } from "../api-client.ts";
import { tellAllocations, tellBudgets, tellForecasts, tellMeter } from "../costs/tell-costs.ts";
import { print } from "../output.ts";
import { type TargetOptions, withTarget } from "./target-options.ts";

interface ShowOptions extends TargetOptions {
  readonly by: ScopeKind;
  readonly month?: BillingMonth;
}

/** `skylane costs show|forecast|budgets|links`: what a running Skylane knows of costs. */
export const addCostsShow = (costs: Command): void => {
  withTarget(costs.command("show").description("who pays what of a month, and what went between clouds"))
    .addOption(new Option("--by <kind>", "whose costs").choices(ScopeKind.options).default("capability"))
    .option("--month <month>", "such as 2026-11; the one that it is, unless it is said", billingMonth)
    .action(async ({ by, month, ...target }: ShowOptions) => {
      const api = apiClient(target);
      const ofMonth = month === undefined ? "" : `month=${month}`;
      const [summary, allocations] = await Promise.all([
        api.get(`/v1/costs/summary?${ofMonth}`, CostSummary),
        api.get(`/v1/costs/allocations?by=${by}&${ofMonth}`, CostAllocations),
      ]);
      print(target.json === true, { summary, ...allocations }, () => tellAllocations(summary, allocations));
    });
  withTarget(costs.command("forecast").description("where scopes will be at the end of the month")).action(
    async (target: TargetOptions) => {
      const list = await apiClient(target).get("/v1/costs/forecasts", CostForecastList);
      print(target.json === true, { ...list, budgets: undefined }, () => tellForecasts(list));
    },
  );
  withTarget(costs.command("budgets").description("what is spent of each budget, and whether it will last")).action(
    async (target: TargetOptions) => {
      const list = await apiClient(target).get("/v1/costs/forecasts", CostForecastList);
      print(target.json === true, { ...list, forecasts: undefined }, () => tellBudgets(list));
    },
  );
  withTarget(costs.command("links").description("what each link cost in the last day, as clouds count it")).action(
    async (target: TargetOptions) => {
      const meter = await apiClient(target).get("/v1/costs/meter", CostMeter);
      print(target.json === true, meter, () => tellMeter(meter));
    },
  );
};

function billingMonth(text: string): BillingMonth {
  const parsed = BillingMonth.safeParse(text);
  if (parsed.success) return parsed.data;
  throw new InvalidArgumentError("Give a month such as 2026-11.");
}
