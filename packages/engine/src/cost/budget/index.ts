export { dailyCosts } from "./daily-costs.ts";
export { type DailyCost, forecastMonth, startOfMonth } from "./forecast-month.ts";
export { type BudgetFacts, type BudgetTold, judgeBudget } from "./judge-budget.ts";
