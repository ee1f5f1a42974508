import type { Alert, AlertChannel, Log, SkylaneConfig } from "@skylane/core";
import type { RuntimeSettings } from "../settings.ts";
import { pagerdutyChannel } from "./pagerduty.ts";
import { slackChannel } from "./slack.ts";

/** A channel that only prints: what a channel without credentials does. The alert stays in the outbox either way. */
export const printingChannel = (name: string, log: Log): AlertChannel => ({
  name,
  async send(alert: Alert) {
    log.warn("alert", {
      channel: name,
      urgency: alert.urgency,
      action: alert.action,
      title: alert.title,
      lines: alert.lines,
    });
    return { outcome: "printed", reason: "no credentials" };
  },
});

/** Slack and PagerDuty as configured; one that lacks its secret prints instead. */
export function alertChannels(config: SkylaneConfig, settings: RuntimeSettings, log: Log): readonly AlertChannel[] {
  const { slack, pagerduty } = config.alerts;
  const webhookUrl = slack?.webhookSecret && settings.secret(slack.webhookSecret);
  const routingKey = pagerduty && settings.secret(pagerduty.routingKeySecret);
  return [
    webhookUrl ? slackChannel(webhookUrl) : printingChannel("slack", log),
    routingKey ? pagerdutyChannel(routingKey) : printingChannel("pagerduty", log),
  ];
}
