export { type BurnRule, burnRate, burnRules, burnWindowsMs } from "./burn-rate.ts";
export { errorBudget } from "./error-budget.ts";
export { totalsNow } from "./next-ledger.ts";
export { showSlos } from "./show-slos.ts";
export { listSlos } from "./use-cases/list-slos.ts";
export { watchSlos } from "./use-cases/watch-slos.ts";
