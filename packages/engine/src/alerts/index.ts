export { raiseAlert } from "./use-cases/raise-alert.ts";
export { sendAlert } from "./use-cases/send-alert.ts";
export type { AlertingEvent, AlertingEventType } from "./word-alert.ts";
export { wordAlert } from "./word-alert.ts";
