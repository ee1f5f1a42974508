import type { ChatAnswer } from "@skylane/engine";

const HASH_LENGTH = 12;
/** Slack's limits of a header, a section and a message. */
const HEADER_LENGTH = 150;
const SECTION_LENGTH = 3_000;
const MAX_BLOCKS = 50;
const PLACEHOLDER_LENGTH = 150;
const OPTION_LENGTH = 75;
const MAX_OPTIONS = 100;

/** The message: plain text blocks only, so that no name can become a link, a mention or formatting. */
export const slackMessage = (...parts: readonly ChatAnswer[]) => ({
  text: escapeMrkdwn(parts[0]?.title ?? ""),
  blocks: parts.flatMap(blocksOf).slice(0, MAX_BLOCKS),
});

const blocksOf = ({ title, lines, approval, intent, question }: ChatAnswer) => [
  { type: "header", text: plain(title.slice(0, HEADER_LENGTH)) },
  ...(lines.length > 0 ? [{ type: "section", text: plain(lines.join("\n").slice(0, SECTION_LENGTH)) }] : []),
  ...(approval ? [{ type: "actions", elements: [approveButton(approval), rejectButton(approval)] }] : []),
  ...(intent ? [{ type: "actions", elements: intent.verbs.map((verb) => INTENT_BUTTONS[verb](intent)) }] : []),
  ...(question ? [{ type: "actions", elements: [choicesOf(question)] }] : []),
];

type Asked = NonNullable<ChatAnswer["approval"]>;
type AskedIntent = NonNullable<ChatAnswer["intent"]>;
type AskedQuestion = NonNullable<ChatAnswer["question"]>;
type Shown = Pick<Asked | AskedIntent, "id" | "planHash">;

/** A button carries what is approved and no right: who may press it is looked up when it is pressed. */
const button = (verdict: "approve" | "reject" | "undo", text: string, { id, planHash }: Shown) => ({
  type: "button",
  action_id: verdict,
  text: plain(text),
  value: `${id} ${planHash.slice(0, HASH_LENGTH)}`,
});

const approveButton = (asked: Asked) => ({
  ...button("approve", "Approve", asked),
  style: "primary",
  confirm: confirmed("Move the traffic?", "Move it", asked),
});
const rejectButton = (asked: Shown) => ({ ...button("reject", "Reject", asked), style: "danger" });

const confirmed = (title: string, doIt: string, { id, planHash }: Shown) => ({
  title: plain(title),
  text: plain(`${id}, plan ${planHash.slice(0, HASH_LENGTH)}`),
  confirm: plain(doIt),
  deny: plain("Not now"),
});
const INTENT_BUTTONS: Readonly<Record<AskedIntent["verbs"][number], (asked: AskedIntent) => object>> = {
  approve: (asked) => ({
    ...button("approve", "Approve", asked),
    style: "primary",
    confirm: confirmed("Build the connections?", "Build them", asked),
  }),
  reject: rejectButton,
  undo: (asked) => ({
    ...button("undo", "Undo", asked),
    style: "danger",
    confirm: confirmed("Take the connections away?", "Take them away", asked),
  }),
};

/** A choice carries its place in the list and nothing of its text: what it stands for is looked up when it is picked. */
const choicesOf = ({ runId, slot, prompt, labels }: AskedQuestion) => ({
  type: "static_select",
  action_id: "answer",
  placeholder: plain(prompt.slice(0, PLACEHOLDER_LENGTH)),
  options: labels
    .slice(0, MAX_OPTIONS)
    .map((label, i) => ({ text: plain(label.slice(0, OPTION_LENGTH)), value: `${runId} ${slot} ${i}` })),
});

const plain = (text: string) => ({ type: "plain_text", text, emoji: false });

/** Slack's three characters that make markup. */
export const escapeMrkdwn = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
