import type { NoticedChange } from "@skylane/engine";
import * as z from "zod";

/** An Activity Log entry as Event Grid delivers it: a write, action or deletion that succeeded. */
const ActivityLogEvent = z.looseObject({
  eventType: z.string(),
  eventTime: z.iso.datetime({ offset: true }),
  data: z.looseObject({ operationName: z.string().max(300) }),
});

/** The change of the network in an event, or `undefined` if it is about something else. @throws ZodError for what is no such event */
export function changeOf(event: unknown): NoticedChange | undefined {
  const { eventType, eventTime, data } = ActivityLogEvent.parse(event);
  const isChange = /^Microsoft\.Resources\.Resource(Write|Action|Delete)Success$/.test(eventType);
  if (!isChange || !/^microsoft\.network\//i.test(data.operationName)) return undefined;
  return { cloud: "azure", operation: data.operationName, atMs: Date.parse(eventTime) };
}
