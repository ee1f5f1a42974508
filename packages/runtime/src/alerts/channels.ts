import type { Alert, AlertChannel, Log, SkylaneConfig } from "@skylane/core";
import type { RuntimeSettings } from "../settings.ts";
import type { ThreadStore } from "../store/thread-store.ts";
import { pagerdutyChannel } from "./pagerduty.ts";
import { slackChannel } from "./slack.ts";
import { slackThreads } from "./slack-threads.ts";

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
export function alertChannels(
  config: SkylaneConfig,
  settings: RuntimeSettings,
  log: Log,
  threads: ThreadStore,
): readonly AlertChannel[] {
  const { pagerduty } = config.alerts;
  const routingKey = pagerduty && settings.secret(pagerduty.routingKeySecret);
  return [
    slackAsConfigured(config.alerts.slack, settings, threads) ?? printingChannel("slack", log),
    routingKey ? pagerdutyChannel(routingKey) : printingChannel("pagerduty", log),
  ];
}

/** The bot, with the webhook behind it; the webhook alone; or nothing. */
function slackAsConfigured(
  slack: SkylaneConfig["alerts"]["slack"],
  { secret, slackUrl }: RuntimeSettings,
  threads: ThreadStore,
): AlertChannel | undefined {
  const webhookUrl = slack?.webhookSecret && secret(slack.webhookSecret);
  const token = slack?.botTokenSecret && secret(slack.botTokenSecret);
  const webhook = webhookUrl ? slackChannel(webhookUrl) : undefined;
  if (!token || slack?.channel === undefined) return webhook;
  return slackThreads({ slackUrl, token, channel: slack.channel, threads, ...(webhook && { fallback: webhook }) });
}
