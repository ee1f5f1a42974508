import { setTimeout as sleep } from "node:timers/promises";
import type { Alert, AlertChannel } from "@skylane/core";
import { postJson } from "./post-json.ts";

/** Slack by an incoming webhook. @see https://api.slack.com/messaging/webhooks (read 2026-11) */
export const slackChannel = (webhookUrl: string, pause: (ms: number) => Promise<void> = sleep): AlertChannel => ({
  name: "slack",
  async send(alert) {
    const result = await postJson(webhookUrl, slackMessage(alert), pause);
    return result.isAccepted ? { outcome: "delivered" } : { outcome: "failed", reason: result.reason };
  },
});

/** The message: plain text blocks only, so that no name can become a link, a mention or formatting. */
export const slackMessage = (alert: Alert) => ({
  text: escapeMrkdwn(alert.title),
  blocks: [
    { type: "header", text: { type: "plain_text", text: alert.title.slice(0, 150), emoji: false } },
    ...(alert.lines.length > 0
      ? [{ type: "section", text: { type: "plain_text", text: alert.lines.join("\n").slice(0, 3000), emoji: false } }]
      : []),
  ],
});

/** Slack's three characters that make markup. */
export const escapeMrkdwn = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
