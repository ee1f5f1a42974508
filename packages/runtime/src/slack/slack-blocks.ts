import type { ChatAnswer } from "@skylane/engine";
import { optionOf, plain, SLACK_LIMITS } from "./limits.ts";

const HASH_LENGTH = 12;
/** The message: plain text blocks only, so that no name can become a link, a mention or formatting. */
export const slackMessage = (...parts: readonly ChatAnswer[]) => ({
  text: escapeMrkdwn(parts[0]?.title ?? ""),
  blocks: parts.flatMap(blocksOf).slice(0, SLACK_LIMITS.messageBlocks),
});

const blocksOf = ({ title, lines, approval, intent, question }: ChatAnswer) => [
  { type: "header", text: plain(title, SLACK_LIMITS.header) },
  ...(lines.length > 0 ? [{ type: "section", text: plain(lines.join("\n"), SLACK_LIMITS.section) }] : []),
  ...(approval ? [{ type: "actions", elements: [approveButton(approval), rejectButton(approval)] }] : []),
  ...(intent ? [{ type: "actions", elements: intent.verbs.map((verb) => INTENT_BUTTONS[verb](intent)) }] : []),
  ...(question ? [{ type: "actions", elements: [answersOf(question)] }] : []),
];

type Asked = NonNullable<ChatAnswer["approval"]>;
type AskedIntent = NonNullable<ChatAnswer["intent"]>;
type AskedQuestion = NonNullable<ChatAnswer["question"]>;
type Shown = Pick<Asked | AskedIntent, "id" | "planHash">;

/** A button carries what is approved and no right: who may press it is looked up when it is pressed. */
const button = (verdict: "approve" | "approve-by-name" | "reject" | "undo", text: string, { id, planHash }: Shown) => ({
  type: "button",
  action_id: verdict,
  text: plain(text, SLACK_LIMITS.option),
  value: `${id} ${planHash.slice(0, HASH_LENGTH)}`,
});

const approveButton = (asked: Asked) => ({
  ...button("approve", "Approve", asked),
  style: "primary",
  confirm: confirmed("Move the traffic?", "Move it", asked),
});
const rejectButton = (asked: Shown) => ({ ...button("reject", "Reject", asked), style: "danger" });

const confirmed = (title: string, doIt: string, { id, planHash }: Shown) => ({
  title: plain(title, 100),
  text: plain(`${id}, plan ${planHash.slice(0, HASH_LENGTH)}`, 300),
  confirm: plain(doIt, 30),
  deny: plain("Not now", 30),
});

/** What one person may let go is confirmed by a click; what takes two, or takes something away, by its name in a window. */
const INTENT_BUTTONS: Readonly<Record<AskedIntent["verbs"][number], (asked: AskedIntent) => object>> = {
  approve: (asked) =>
    asked.neededCount === 1
      ? {
          ...button("approve", "Approve", asked),
          style: "primary",
          confirm: confirmed("Build the connections?", "Build them", asked),
        }
      : { ...button("approve-by-name", "Approve", asked), style: "primary" },
  reject: rejectButton,
  undo: (asked) => ({ ...button("undo", "Undo", asked), style: "danger" }),
};

/** A choice carries its place in the list and nothing of its text: what it stands for is looked up when it is picked. */
const answersOf = ({ runId, slot, prompt, labels }: AskedQuestion) =>
  labels.length === 0
    ? { type: "button", action_id: "say", text: plain("Answer", SLACK_LIMITS.option), value: `${runId} ${slot}` }
    : {
        type: "static_select",
        action_id: "answer",
        placeholder: plain(prompt, SLACK_LIMITS.placeholder),
        options: labels.slice(0, SLACK_LIMITS.options).map((label, i) => optionOf(label, `${runId} ${slot} ${i}`)),
      };

/** Slack's three characters that make markup. */
export const escapeMrkdwn = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
