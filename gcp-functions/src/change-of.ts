import type { NoticedChange } from "@skylane/engine";
import * as z from "zod";

/** A Cloud Audit Logs entry as Eventarc delivers it (`google.cloud.audit.log.v1.written`). */
const AuditLogEvent = z.looseObject({
  type: z.literal("google.cloud.audit.log.v1.written"),
  time: z.iso.datetime({ offset: true }),
  data: z.looseObject({
    protoPayload: z.looseObject({ serviceName: z.string(), methodName: z.string().max(300) }),
  }),
});

const CHANGING = /\.(insert|patch|update|delete|add\w+|remove\w+|set\w+)$/i;

/** The change of the network in an event, or `undefined` if it is about something else. @throws ZodError for what is no such event */
export function changeOf(event: unknown): NoticedChange | undefined {
  const { time, data } = AuditLogEvent.parse(event);
  const { serviceName, methodName } = data.protoPayload;
  const isNetwork = ["compute.googleapis.com", "networkconnectivity.googleapis.com"].includes(serviceName);
  if (!isNetwork || !CHANGING.test(methodName) || /\.(instances|disks|images|snapshots)\./.test(methodName))
    return undefined;
  return { cloud: "gcp", operation: methodName, atMs: Date.parse(time) };
}
