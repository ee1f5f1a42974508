import type { CloudAlarm } from "@skylane/core";
import * as z from "zod";
import { Instant, oneLineName, plainId, resourceIdsOf, Text } from "../../_shared/alarms/outside-text.ts";
import { idOfArn } from "../discover/words.ts";

/** @see https://docs.aws.amazon.com/health/latest/ug/aws-health-events-eventbridge-schema.html (read 2026-11-21) */
export const HealthEvent = z.looseObject({
  "detail-type": z.literal("AWS Health Event"),
  time: Instant,
  resources: z.array(Text).default([]),
  detail: z.looseObject({
    eventArn: Text,
    service: Text,
    eventTypeCode: Text,
    eventTypeCategory: Text,
    /** RFC 1123, e.g. `Sat, 21 Nov 2026 19:00:00 GMT`. */
    startTime: Text.optional(),
    endTime: Text.optional(),
    statusCode: Text.optional(),
    affectedEntities: z.array(z.looseObject({ entityValue: Text })).default([]),
  }),
});

/** Services whose planned changes take links away. */
const LINK_SERVICES: readonly string[] = ["DIRECTCONNECT", "VPN", "TRANSITGATEWAY", "INTERCONNECT"];

/** Planned work on links is maintenance; all else that AWS Health tells is shown, and counts for nothing. */
export function fromHealth({ time, resources, detail }: z.infer<typeof HealthEvent>): CloudAlarm {
  const isMaintenance = detail.eventTypeCategory === "scheduledChange" && LINK_SERVICES.includes(detail.service);
  const [startsAtMs, endsAtMs] = [momentOf(detail.startTime), momentOf(detail.endTime)];
  return {
    cloud: "aws",
    alarmId: plainId(detail.eventArn),
    kind: isMaintenance ? "maintenance" : "other",
    isRaised: detail.statusCode !== "closed",
    atMs: Date.parse(time),
    name: oneLineName(detail.eventTypeCode),
    resourceIds: resourceIdsOf(
      [...detail.affectedEntities.map(({ entityValue }) => entityValue), ...resources].map(idOfArn),
    ),
    ...(isMaintenance && startsAtMs !== undefined && { startsAtMs }),
    ...(isMaintenance && endsAtMs !== undefined && { endsAtMs }),
  };
}

function momentOf(text: string | undefined): number | undefined {
  const ms = Date.parse(text ?? "");
  return Number.isSafeInteger(ms) && ms >= 0 ? ms : undefined;
}
