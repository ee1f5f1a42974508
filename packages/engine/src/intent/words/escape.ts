import { markdownText, oneLine } from "@skylane/core";

const MAX_CHARS = 300;

/** A text from outside as Markdown shows it: on one line, and nothing of it is markup. */
export const inMarkdown = (text: string): string => markdownText(text, MAX_CHARS);

/** A text from outside as Slack shows it: no mention, no link, no format. @see docs.slack.dev, "Formatting message text" */
export const inSlack = (text: string): string =>
  oneLine(text, MAX_CHARS)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    // a joiner after each of them, so that no pair of them is a format
    .replaceAll(/[*_~`]/g, "$&\u2060");

/** A text from outside as a terminal shows it: nothing that moves the cursor. */
export const inTerminal = (text: string): string => oneLine(text, MAX_CHARS);

/** A text from outside as a label of a Mermaid diagram, in quotes. */
export const inMermaid = (text: string): string =>
  `"${oneLine(text, 60).replaceAll(/[^\p{L}\p{N} ,-]/gu, (char) => `#${char.codePointAt(0)};`)}"`;
