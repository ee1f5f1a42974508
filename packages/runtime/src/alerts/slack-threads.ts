import { setTimeout as sleep } from "node:timers/promises";
import type { AlertChannel } from "@skylane/core";
import { postMessage } from "../slack/post-message.ts";
import { slackMessage } from "../slack/slack-blocks.ts";
import type { ThreadStore } from "../store/state/thread-store.ts";

/** A bot in a channel. */
export interface SlackBot {
  readonly slackUrl: string;
  readonly token: string;
  readonly channel: string;
  readonly threads: ThreadStore;
  /** What is told where the bot cannot: a webhook. */
  readonly fallback?: AlertChannel;
}

/** Slack by a bot: the first alert of an incident opens a thread, all that follow are answers in it; pages are shown in the channel too. */
export function slackThreads(bot: SlackBot, pause: (ms: number) => Promise<void> = sleep): AlertChannel {
  const post = async (dedupKey: string, message: object, isLoud: boolean) => {
    const thread = await bot.threads.find(dedupKey);
    const posted = await postMessage(
      bot,
      {
        channel: bot.channel,
        ...message,
        ...(thread && { thread_ts: thread.ts, reply_broadcast: isLoud }),
        unfurl_links: false,
        unfurl_media: false,
      },
      pause,
    );
    if ("ts" in posted && !thread) await bot.threads.open(dedupKey, { ts: posted.ts });
    return posted;
  };
  return {
    name: "slack",
    async send(alert) {
      const posted = await post(alert.dedupKey, slackMessage(alert), alert.urgency === "page");
      if ("ts" in posted) return { outcome: "delivered" };
      if (bot.fallback) return bot.fallback.send(alert);
      return { outcome: "failed", reason: posted.reason };
    },
    async follow(dedupKey, messages) {
      for (const message of messages) {
        const posted = await post(dedupKey, slackMessage(message), false);
        if ("reason" in posted) return { outcome: "failed", reason: posted.reason };
      }
      return { outcome: "delivered" };
    },
  };
}
