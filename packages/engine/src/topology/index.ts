export type { OverviewFacts } from "./show-overview.ts";
export { showOverview } from "./show-overview.ts";
export { readOverview } from "./use-cases/read-overview.ts";
