import { unseen } from "./plain.ts";
import type { Report } from "./report.ts";

/**
 * `{summary, findings, topology}`, for programs: nothing is shortened. Keys of the summary stand as they are told, all others
 * in alphabetical order. What a terminal or a page could obey is written as `\u…`, which every JSON parser reads back.
 */
export const renderJson = ({ summary, findings, topology }: Report): string =>
  `${harmlessJson(JSON.stringify({ summary, findings: sorted(findings), topology: sorted(topology) }, null, 2)).replaceAll(/[<>&]/g, escaped)}\n`;

/** JSON that says the same and that no terminal obeys: what cannot be seen is written as `\u…`. */
export const harmlessJson = (json: string): string =>
  json.replaceAll(unseen, (character) => (character === "\n" ? character : escaped(character)));

/** A character beyond U+FFFF is two escapes in JSON. */
const escaped = (character: string): string =>
  character
    .split("")
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .join("");

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, one]) => [key, sorted(one)]),
  );
}
