import { setTimeout as sleep } from "node:timers/promises";
import type { Alert, AlertChannel } from "@skylane/core";
import { postJson } from "./post-json.ts";

const EVENTS_URL = "https://events.pagerduty.com/v2/enqueue";

/** PagerDuty by Events API v2; notices are not sent there, except the resolve that closes a page. @see developer.pagerduty.com events-api-v2 */
export const pagerdutyChannel = (
  routingKey: string,
  pause: (ms: number) => Promise<void> = sleep,
  url = EVENTS_URL,
): AlertChannel => ({
  name: "pagerduty",
  async send(alert) {
    const result = await postJson(url, pagerdutyEvent(alert, routingKey), pause);
    return result.isAccepted ? { outcome: "delivered" } : { outcome: "failed", reason: result.reason };
  },
});

/** The event: repeats of a `dedup_key` fold into one open incident, a resolve closes it. */
export const pagerdutyEvent = (alert: Alert, routingKey: string) => ({
  routing_key: routingKey,
  event_action: alert.action,
  dedup_key: alert.dedupKey,
  payload: {
    summary: alert.title.slice(0, 1024),
    source: "skylane",
    severity: alert.urgency === "page" ? "critical" : "info",
    timestamp: new Date(alert.atMs).toISOString(),
    ...(alert.groupId && { group: alert.groupId }),
    custom_details: { lines: alert.lines, ...(alert.incidentId && { incidentId: alert.incidentId }) },
  },
});
