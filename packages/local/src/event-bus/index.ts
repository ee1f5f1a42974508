export { createEventBus, type EventBus } from "./create-event-bus.ts";
export { awsTargets } from "./delivery/aws-targets.ts";
