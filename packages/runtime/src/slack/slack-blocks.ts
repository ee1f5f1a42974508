import type { ChatAnswer } from "@skylane/engine";

const HASH_LENGTH = 12;
/** Slack's limits of a header, a section and a message. */
const HEADER_LENGTH = 150;
const SECTION_LENGTH = 3_000;
const MAX_BLOCKS = 50;

/** The message: plain text blocks only, so that no name can become a link, a mention or formatting. */
export const slackMessage = (...parts: readonly ChatAnswer[]) => ({
  text: escapeMrkdwn(parts[0]?.title ?? ""),
  blocks: parts.flatMap(blocksOf).slice(0, MAX_BLOCKS),
});

const blocksOf = ({ title, lines, approval }: ChatAnswer) => [
  { type: "header", text: plain(title.slice(0, HEADER_LENGTH)) },
  ...(lines.length > 0 ? [{ type: "section", text: plain(lines.join("\n").slice(0, SECTION_LENGTH)) }] : []),
  ...(approval ? [{ type: "actions", elements: [approveButton(approval), rejectButton(approval)] }] : []),
];

type Asked = NonNullable<ChatAnswer["approval"]>;

/** A button carries what is approved and no right: who may press it is looked up when it is pressed. */
const button = (verdict: "approve" | "reject", text: string, { id, planHash }: Asked) => ({
  type: "button",
  action_id: verdict,
  text: plain(text),
  value: `${id} ${planHash.slice(0, HASH_LENGTH)}`,
});

const approveButton = (asked: Asked) => ({
  ...button("approve", "Approve", asked),
  style: "primary",
  confirm: {
    title: plain("Move the traffic?"),
    text: plain(`${asked.id}, plan ${asked.planHash.slice(0, HASH_LENGTH)}`),
    confirm: plain("Move it"),
    deny: plain("Not now"),
  },
});
const rejectButton = (asked: Asked) => ({ ...button("reject", "Reject", asked), style: "danger" });

const plain = (text: string) => ({ type: "plain_text", text, emoji: false });

/** Slack's three characters that make markup. */
export const escapeMrkdwn = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
