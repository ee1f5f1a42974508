import { pressButton, runCommand } from "@skylane/engine";
import { theRuntime } from "../make-deps.ts";
import { answerSlack } from "../slack/answer-slack.ts";
import { replyTo } from "../slack/reply-to.ts";
import { readCommand, readInteraction } from "../slack/slack-requests.ts";

/** A Lambda handler for `/skylane …`: the answer is seen by who wrote it, and by nobody else. */
export const slackCommandHandler = async (raw: unknown) => {
  const { deps, settings } = theRuntime();
  return answerSlack({ deps, secret: settings.secret }, raw, {
    read: readCommand,
    run: (caller, { text }) => runCommand(deps, caller, text),
    say: async (_, message) => ({ response_type: "ephemeral", ...message }),
  });
};

/** A Lambda handler for buttons: Slack shows nothing of its answer, so what became of it is sent to the message's own address. */
export const slackInteractionHandler = async (raw: unknown) => {
  const { deps, settings } = theRuntime();
  return answerSlack({ deps, secret: settings.secret }, raw, {
    read: readInteraction,
    run: async (caller, { pressed }) => [await pressButton(deps, caller, pressed)],
    async say({ replyUrl }, message) {
      await replyTo(replyUrl, message, { slackUrl: settings.slackUrl, log: deps.log });
      return undefined;
    },
  });
};
