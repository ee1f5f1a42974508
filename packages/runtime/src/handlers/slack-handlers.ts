import type { Caller } from "@skylane/core";
import { type ChatAnswer, pickAnswer, pressButton, pressIntent, runCommand } from "@skylane/engine";
import type { Ports } from "../ports/ports.ts";
import { theSurroundings } from "../ports/surroundings.ts";
import { answerSlack, type SlackDoor } from "../slack/answer-slack.ts";
import { replyTo } from "../slack/reply-to.ts";
import { readCommand, readInteraction, type SlackPress } from "../slack/slack-requests.ts";
import { handlerWith } from "./handler.ts";

/** A Lambda handler for `/skylane …`: the answer is seen by who wrote it, and by nobody else. */
export const slackCommandHandler = <Given extends SlackDoor & Parameters<typeof runCommand>[0]>(ports: Ports<Given>) =>
  handlerWith(ports, async (raw) => {
    const deps = await ports.make();
    return answerSlack(deps, raw, {
      read: readCommand,
      run: (caller, { text }) => runCommand(deps, caller, text),
      say: async (_, message) => ({ response_type: "ephemeral", ...message }),
    });
  });

/** A Lambda handler for buttons: Slack shows nothing of its answer, so what became of it is sent to the message's own address. */
export const slackInteractionHandler = <Given extends SlackDoor & PressDeps>(ports: Ports<Given>) =>
  handlerWith(ports, async (raw) => {
    const deps = await ports.make();
    return answerSlack(deps, raw, {
      read: readInteraction,
      run: async (caller, { press }) => [await pressed(deps, caller, press)],
      async say({ replyUrl }, message) {
        await replyTo(replyUrl, message, { slackUrl: (await theSurroundings()).settings.slackUrl, log: deps.log });
        return undefined;
      },
    });
  });

type PressDeps = Parameters<typeof pressButton>[0] & Parameters<typeof pressIntent>[0];

function pressed(deps: PressDeps, caller: Caller, press: SlackPress): Promise<ChatAnswer> {
  switch (press.kind) {
    case "move":
      return pressButton(deps, caller, press.pressed);
    case "intent":
      return pressIntent(deps, caller, press.pressed);
    case "answer":
      return pickAnswer(deps, caller, press.picked);
  }
}
