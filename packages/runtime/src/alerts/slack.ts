import { setTimeout as sleep } from "node:timers/promises";
import type { AlertChannel } from "@skylane/core";
import { slackMessage } from "../slack/slack-blocks.ts";
import { postJson } from "./post-json.ts";

/** Slack by an incoming webhook. @see https://api.slack.com/messaging/webhooks (read 2026-11) */
export const slackChannel = (webhookUrl: string, pause: (ms: number) => Promise<void> = sleep): AlertChannel => ({
  name: "slack",
  async send(alert) {
    const result = await postJson(webhookUrl, slackMessage(alert), pause);
    return result.isAccepted ? { outcome: "delivered" } : { outcome: "failed", reason: result.reason };
  },
});
