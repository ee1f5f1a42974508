import type { Alert, AlertChannel, Log, SkylaneConfig } from "@skylane/core";
import type { Secrets } from "../secrets/secrets.ts";
import type { ThreadStore } from "../store/state/thread-store.ts";
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

/** What the channels are made with. */
interface ChannelParts {
  readonly secret: Secrets;
  readonly slackUrl: string;
  readonly log: Log;
  readonly threads: ThreadStore;
}

/** Slack and PagerDuty as configured. Each asks for its secret when it has something to say, and prints if there is none. */
export function alertChannels(
  { slack, pagerduty }: SkylaneConfig["alerts"],
  parts: ChannelParts,
): readonly AlertChannel[] {
  const { secret, log } = parts;
  return [
    {
      name: "slack",
      send: async (alert) => (await slackAsConfigured(slack, parts)).send(alert),
      ...(slack?.channel !== undefined && {
        async follow(dedupKey, messages) {
          const channel = await slackAsConfigured(slack, parts);
          return channel.follow?.(dedupKey, messages) ?? { outcome: "printed", reason: "no bot token" };
        },
      }),
    },
    {
      name: "pagerduty",
      async send(alert) {
        const routingKey = await secretOf(secret, pagerduty?.routingKeySecret);
        return (routingKey ? pagerdutyChannel(routingKey) : printingChannel("pagerduty", log)).send(alert);
      },
    },
  ];
}

/** The bot, with the webhook behind it; the webhook alone; or what only prints. */
async function slackAsConfigured(
  slack: SkylaneConfig["alerts"]["slack"],
  { secret, slackUrl, log, threads }: ChannelParts,
): Promise<AlertChannel> {
  const webhookUrl = await secretOf(secret, slack?.webhookSecret);
  const token = await secretOf(secret, slack?.botTokenSecret);
  const webhook = webhookUrl ? slackChannel(webhookUrl) : undefined;
  if (!token || slack?.channel === undefined) return webhook ?? printingChannel("slack", log);
  return slackThreads({ slackUrl, token, channel: slack.channel, threads, ...(webhook && { fallback: webhook }) });
}

const secretOf = async (secret: Secrets, name: string | undefined): Promise<string | undefined> =>
  name === undefined ? undefined : secret(name);
