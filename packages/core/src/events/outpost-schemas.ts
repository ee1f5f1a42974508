import * as z from "zod";
import { AlarmRaised } from "./alarm-events.ts";
import { cloudEventOf } from "./cloud-event.ts";
import { PathStateChanged, SnapshotTaken } from "./health-events.ts";
import type { EventType } from "./registry.ts";
import { CloudLookedAt } from "./topology-events.ts";

/** Data of the events that are said outside of AWS: of all schemas these alone are loaded there, where what a probe loads is counted. */
export const outpostEventData = {
  "health.path-state-changed.v1": PathStateChanged,
  "health.snapshot-taken.v1": SnapshotTaken,
  "topology.cloud-looked-at.v1": CloudLookedAt,
  "alarm.raised.v1": AlarmRaised,
} as const satisfies Partial<Record<EventType, z.ZodType>>;

/** Schema of a whole event that an outpost may say, envelope and data; nothing fits that of another. */
export const outpostEventSchema = (type: EventType): z.ZodType =>
  type in outpostEventData
    ? cloudEventOf(type, outpostEventData[type as keyof typeof outpostEventData])
    : z.never("is not said outside of AWS");
