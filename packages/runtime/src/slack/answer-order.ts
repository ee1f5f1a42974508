import { setTimeout as sleep } from "node:timers/promises";
import { type Caller, type ChatOrder, coreError, SkylaneError } from "@skylane/core";
import type { ChatAnswer, Deps } from "@skylane/engine";
import type { Secrets } from "../secrets/secrets.ts";
import { postMessage } from "./post-message.ts";
import { replyTo } from "./reply-to.ts";
import { slackMessage } from "./slack-blocks.ts";

interface AnswerDeps extends Pick<Deps, "chatOrders" | "clock" | "config" | "log"> {
  readonly secrets: Secrets;
}

/** How an order is carried out, and where Slack is. */
interface Means {
  readonly carryOut: (caller: Caller, order: ChatOrder) => Promise<readonly ChatAnswer[]>;
  readonly slackUrl: string;
  readonly pause?: (ms: number) => Promise<void>;
}

/**
 * Carries out an order that was acknowledged, and answers it. It may come again: what was carried out is only answered then, and
 * what was answered is left alone. @throws ERR_CHAT_UNAVAILABLE if Slack takes no answer now, so that it is tried again
 */
export async function answerOrder(deps: AnswerDeps, orderId: string, means: Means): Promise<void> {
  const { chatOrders, clock, log } = deps;
  const order = await chatOrders.find(orderId);
  if (!order || order.answeredAtMs !== undefined) {
    log.warn("order is not there any more, or was answered", { orderId });
    return;
  }
  const message = order.message ?? slackMessage(...(await answersOf(deps, order, means)));
  const done = { ...order, message };
  if (order.message === undefined) await chatOrders.save(done);
  await say(deps, done, means);
  const { replyUrl: _, message: __, ...rest } = order;
  await chatOrders.save({ ...rest, answeredAtMs: clock.nowMs() });
}

/** What people may read of an error is its answer; the rest is for the log. */
async function answersOf({ log }: AnswerDeps, order: ChatOrder, { carryOut }: Means): Promise<readonly ChatAnswer[]> {
  try {
    return await carryOut({ via: "slack", names: [order.userId] }, order);
  } catch (error) {
    if (error instanceof SkylaneError && error.kind !== "internal")
      return [{ title: "Not done", lines: [error.message, error.code] }];
    log.error("order from Slack failed", { orderId: order.id, error });
    return [{ title: "Something went wrong here", lines: ["The log has the details."] }];
  }
}

/** To the one who asked: where they asked, or by the bot where that is not taken any more. */
async function say(
  { config, log, secrets }: AnswerDeps,
  { id, userId, replyUrl, message = {} }: ChatOrder,
  { slackUrl, pause = (ms) => sleep(ms) }: Means,
): Promise<void> {
  const reply = replyUrl === undefined ? "refused" : await replyTo(replyUrl, message, { slackUrl, log });
  if (reply === "said") return;
  const name = config.alerts.slack?.botTokenSecret;
  const token = name === undefined ? undefined : await secrets(name);
  const posted = token && (await postMessage({ slackUrl, token }, { channel: userId, ...message }, pause));
  if (posted && "ts" in posted) return;
  const reason = posted ? posted.reason : "there is no bot";
  if (reply === "no-answer")
    throw coreError("ERR_CHAT_UNAVAILABLE", `Slack took no answer to order ${id}: ${reason}`, { orderId: id });
  log.error("order was carried out and could not be answered", { orderId: id, reason });
}
