import type { CloudAlarm } from "@skylane/core";
import * as z from "zod";
import { CloudWatchAlarm, fromCloudWatch } from "./cloudwatch-alarm.ts";
import { fromHealth, HealthEvent } from "./health-event.ts";
import { fromNetworkManager, NetworkManagerStatus } from "./network-manager-status.ts";

/** What AWS says of its links through EventBridge, told apart by `detail-type`. */
const Notice = z.discriminatedUnion("detail-type", [CloudWatchAlarm, NetworkManagerStatus, HealthEvent]);

/** The alarm in an EventBridge event. @throws ZodError for what is none of the three */
export function readAwsAlarm(notice: unknown): CloudAlarm {
  const event = Notice.parse(notice);
  switch (event["detail-type"]) {
    case "CloudWatch Alarm State Change":
      return fromCloudWatch(event);
    case "Network Manager Status Update":
      return fromNetworkManager(event);
    case "AWS Health Event":
      return fromHealth(event);
  }
}
