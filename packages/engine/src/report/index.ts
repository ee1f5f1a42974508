export { readStatus } from "./use-cases/read-status.ts";
export { tellWeek } from "./use-cases/tell-week.ts";
export { showWeekReport } from "./use-cases/write-week.ts";
