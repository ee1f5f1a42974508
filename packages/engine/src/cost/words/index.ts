export { amountText, percentsOf } from "./amount.ts";
export { type Showback, showbackMarkdown, showbackOf } from "./showback.ts";
export { budgetLine, type WeekOfCosts, wordWeek } from "./weekly-digest.ts";
