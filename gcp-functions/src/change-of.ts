import type { NoticedChange } from "@skylane/engine";
import * as z from "zod";

/** A message of Pub/Sub, as the functions framework hands it over; its data is base64. */
const Message = z.looseObject({
  type: z.literal("google.cloud.pubsub.topic.v1.messagePublished"),
  data: z.looseObject({ message: z.looseObject({ data: z.base64().max(1_400_000) }) }),
});

/** An entry of the audit log, as a sink sends it. @see https://cloud.google.com/logging/docs/reference/v2/rest/v2/LogEntry (read 2026-11) */
const LogEntry = z.looseObject({
  timestamp: z.iso.datetime({ offset: true }),
  protoPayload: z.looseObject({ serviceName: z.string(), methodName: z.string().max(300) }),
});

const CHANGING = /\.(insert|patch|update|delete|add\w+|remove\w+|set\w+)$/i;

/** The change of the network in a notice, or `undefined` if it is about something else. @throws ZodError, SyntaxError for what is no such notice */
export function changeOf(event: unknown): NoticedChange | undefined {
  const { message } = Message.parse(event).data;
  const { timestamp, protoPayload } = LogEntry.parse(JSON.parse(Buffer.from(message.data, "base64").toString("utf8")));
  const { serviceName, methodName } = protoPayload;
  const isNetwork = ["compute.googleapis.com", "networkconnectivity.googleapis.com"].includes(serviceName);
  if (!isNetwork || !CHANGING.test(methodName) || /\.(instances|disks|images|snapshots)\./.test(methodName))
    return undefined;
  return { cloud: "gcp", operation: methodName, atMs: Date.parse(timestamp) };
}
