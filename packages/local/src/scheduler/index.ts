export { createScheduler, type Scheduler } from "./create-scheduler.ts";
