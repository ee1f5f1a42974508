import { oneLine } from "./markdown-text.ts";

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text from outside for HTML and SVG, between tags or inside a quoted attribute: one line, nothing invisible, no markup. */
export const htmlText = (text: string, maxChars?: number): string =>
  oneLine(text, maxChars).replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? "");
