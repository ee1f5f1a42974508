export type { EventBus, EventBusOptions } from "./create-event-bus.ts";
export { createEventBus } from "./create-event-bus.ts";
export { type AwsTargets, awsTargets } from "./delivery/aws-targets.ts";
export type { TargetInvoker } from "./delivery/target-invoker.ts";
export { PermanentTargetError } from "./delivery/target-invoker.ts";
export type { Envelope } from "./envelope.ts";
export type { BusStats, DeadLetter, StoredEvent } from "./introspect.ts";
