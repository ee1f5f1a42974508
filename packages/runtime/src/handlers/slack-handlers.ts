import type { ChatRequest } from "@skylane/core";
import { type ChatAnswer, carryOutOrder, offerServices, parseCommand, receiveOrder, wordHelp } from "@skylane/engine";
import type { Ports } from "../ports/ports.ts";
import { theSurroundings } from "../ports/surroundings.ts";
import { answerOrder } from "../slack/answer-order.ts";
import { answerSlack, type SlackDoor } from "../slack/answer-slack.ts";
import { optionOf } from "../slack/limits.ts";
import { slackMessage } from "../slack/slack-blocks.ts";
import { readCommand, readInteraction, readSuggestion } from "../slack/slack-requests.ts";
import { connectionView } from "../slack/windows/connection-form.ts";
import { openView } from "../slack/windows/open-view.ts";
import { eventHandler } from "./event-handler.ts";
import { handlerWith } from "./handler.ts";

type AckDeps = SlackDoor & Parameters<typeof receiveOrder>[0];
const slackUrl = async (): Promise<string> => (await theSurroundings()).settings.slackUrl;
const ephemeral = (answer: ChatAnswer) => ({
  response_type: "ephemeral",
  ...slackMessage(answer),
});

/** A Lambda handler for `/skylane …`: acknowledged at once, carried out and answered by `answerOrderHandler`. */
export const slackCommandHandler = <Given extends AckDeps>(ports: Ports<Given>) =>
  handlerWith(ports, async (raw) => {
    const deps = await ports.make();
    return answerSlack(deps, raw, {
      read: readCommand,
      async answer({ text, userId, triggerId, replyUrl }, id) {
        const command = parseCommand(text);
        if (command.kind === "help") return ephemeral(wordHelp(command.because));
        if (command.kind === "form" && (await isOpened(deps, triggerId, connectionView(replyUrl)))) return undefined;
        await receiveOrder(deps, { id, userId, request: { kind: "command", text }, ...(replyUrl && { replyUrl }) });
        return command.kind === "connect"
          ? ephemeral({ title: "It is being read and planned; the answer comes here.", lines: [] })
          : undefined;
      },
    });
  });

/** A Lambda handler for buttons and windows: acknowledged at once, what was ordered is carried out by `answerOrderHandler`. */
export const slackInteractionHandler = <Given extends AckDeps>(ports: Ports<Given>) =>
  handlerWith(ports, async (raw) => {
    const deps = await ports.make();
    return answerSlack(deps, raw, {
      read: (form) => readInteraction(form, new Date(deps.clock.nowMs()).toISOString()),
      async answer({ userId, next }, id) {
        const order = async (request: ChatRequest, replyUrl: string | undefined) => {
          await receiveOrder(deps, { id, userId, request, ...(replyUrl && { replyUrl }) });
          return undefined;
        };
        switch (next.kind) {
          case "correct":
            return { response_action: "errors", errors: next.errors };
          case "order":
            return order(next.request, next.replyUrl);
          case "open":
            if (await isOpened(deps, next.triggerId, next.view)) return undefined;
            return next.otherwise && order(next.otherwise, next.replyUrl);
        }
      },
    });
  });

/** A Lambda handler for what is typed into a list of services. */
export const slackOptionsHandler = <Given extends SlackDoor & Parameters<typeof offerServices>[0]>(
  ports: Ports<Given>,
) =>
  handlerWith(ports, async (raw) => {
    const deps = await ports.make();
    return answerSlack(deps, raw, {
      read: readSuggestion,
      async answer({ userId, typed }) {
        const choices = await offerServices(deps, { via: "slack", names: [userId] }, typed);
        return { options: choices.map(({ id, label }) => optionOf(label, id)) };
      },
    });
  });

/** A Lambda handler that carries out orders from Slack that were acknowledged, and answers them. */
export const answerOrderHandler = <
  Given extends Parameters<typeof answerOrder>[0] & Parameters<typeof carryOutOrder>[0],
>(
  ports: Ports<Given>,
) =>
  eventHandler(ports, ["chat.order-received.v1"], async (deps, { data }) =>
    answerOrder(deps, data.orderId, {
      carryOut: (caller, order) => carryOutOrder(deps, caller, order),
      slackUrl: await slackUrl(),
    }),
  );

/** False, and logged, if there is no bot or Slack does not open it. */
async function isOpened(deps: SlackDoor, triggerId: string | undefined, view: object): Promise<boolean> {
  const name = deps.config.alerts.slack?.botTokenSecret;
  const token = name === undefined ? undefined : await deps.secrets(name);
  if (token === undefined || triggerId === undefined) return false;
  const opened = await openView({ slackUrl: await slackUrl(), token }, triggerId, view);
  if (!opened.isOpen) deps.log.warn("window could not be opened", { reason: opened.reason });
  return opened.isOpen;
}
