import * as z from "zod";
import { ConnectionId } from "./ids.ts";
import { CloudId } from "./network.ts";

/**
 * What an alarm of a cloud is about. `link-down`, `tunnel-down` and `bgp-down` may be one more witness of a path; `maintenance`
 * holds back a fail back while it lasts; the others are shown to people and count for nothing, `other` being all that is not known.
 */
export const AlarmKind = z.enum([
  "link-down",
  "tunnel-down",
  "bgp-down",
  "loss",
  "utilisation",
  "maintenance",
  "other",
]);
export type AlarmKind = z.infer<typeof AlarmKind>;

/** An id as a cloud writes it, and nothing that could be markup or a second line. */
const nativeId = z.string().regex(/^[\x21-\x7e]{1,512}$/, "must be 1-512 printable characters without a space");

/** One change of one alarm, as its cloud tells it. Nothing of it is trusted: whoever may set alarms chooses names and thresholds. */
export const CloudAlarm = z.strictObject({
  cloud: CloudId,
  /** Tells it from every other alarm of its cloud; the same when it is raised and when it is cleared. */
  alarmId: nativeId,
  kind: AlarmKind,
  /** False: it is cleared, or the cloud does not know any more. */
  isRaised: z.boolean(),
  /** Since when, as the cloud says; wall clock. */
  atMs: z.int().nonnegative(),
  /** As its owner calls it: text from outside, on one line. */
  name: z
    .string()
    .max(200)
    .regex(/^[^\p{C}\p{Zl}\p{Zp}]*$/u, "must be one line without control characters"),
  /** What it is about, as the cloud names it; empty = it does not say. */
  resourceIds: z.array(nativeId).max(20),
  /** Of maintenance, where its cloud tells. */
  startsAtMs: z.int().nonnegative().optional(),
  endsAtMs: z.int().nonnegative().optional(),
});
export type CloudAlarm = z.infer<typeof CloudAlarm>;

/** An alarm with the connections of the inventory it is about; none = it is about something else, or nobody can tell. */
export const LinkAlarm = z.strictObject({ ...CloudAlarm.shape, connectionIds: z.array(ConnectionId).max(50) });
export type LinkAlarm = z.infer<typeof LinkAlarm>;

/** What is remembered of the alarms of one connection: the last word of each, a few at most. */
export const ConnectionAlarms = z.strictObject({ connectionId: ConnectionId, alarms: z.array(CloudAlarm).max(20) });
export type ConnectionAlarms = z.infer<typeof ConnectionAlarms>;
