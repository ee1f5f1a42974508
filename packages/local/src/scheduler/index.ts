export type { Scheduler, SchedulerOptions } from "./create-scheduler.ts";
export { createScheduler } from "./create-scheduler.ts";
