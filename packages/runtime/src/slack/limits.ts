/**
 * Slack's limits of what it shows, in characters or pieces; beyond them it refuses the whole.
 * @see https://docs.slack.dev/reference/block-kit/blocks, /block-elements, /composition-objects and /views/modal-views (read 2026-11)
 */
export const SLACK_LIMITS = {
  header: 150,
  section: 3_000,
  messageBlocks: 50,
  viewTitle: 24,
  viewButton: 24,
  placeholder: 150,
  option: 75,
  options: 100,
  hint: 2_000,
} as const;

/** Text that is shown as it is: no name in it becomes a link, a mention or formatting. Slack refuses an empty one. */
export const plain = (text: string, maxLength: number) => ({
  type: "plain_text",
  text: cut(text, maxLength) || "-",
  emoji: false,
});

/** An option; what does not fit into its one line goes on in the next. */
export function optionOf(label: string, value: string) {
  const first = cut(label, SLACK_LIMITS.option);
  const rest = label.slice(first.length);
  return {
    text: plain(first, SLACK_LIMITS.option),
    value,
    ...(rest.trim() !== "" && { description: plain(rest.trim(), SLACK_LIMITS.option) }),
  };
}

/** The first characters, no pair of surrogates torn apart. */
function cut(text: string, maxLength: number): string {
  const part = text.slice(0, maxLength);
  return /[\ud800-\udbff]$/.test(part) ? part.slice(0, -1) : part;
}
