/** A part of a question, and where it stands. */
export interface Token {
  readonly kind: "word" | "quoted" | "number" | "date" | "time" | "sign";
  /** As it is meant: of what is quoted without its quotes. */
  readonly text: string;
  /** As words are compared: in lower case. Empty of what is quoted: it is a name, whatever it says. */
  readonly word: string;
  readonly at: number;
  readonly length: number;
}

const LONGEST = 1_000;
/** Controls, bidi marks, invisible joiners and the like, half surrogates. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** A question as it is read: on one line, nothing invisible in it, 1,000 characters at most. */
export const readable = (text: string): string => text.slice(0, LONGEST).replaceAll(INVISIBLE, " ");

/** What a token can be, tried in this order where the one before ended. */
const FORMS: readonly (readonly [Token["kind"] | "blank", RegExp])[] = [
  ["blank", /\s+/y],
  ["quoted", /"((?:[^"\\]|\\.)*)"|[“”„]([^“”„]*)[“”]|'([^']*)'/y],
  ["date", /\d{4}-\d{2}-\d{2}(?!\d)(?:T(?=\d))?/y],
  ["time", /\d{1,2}:\d{2}(?!\d)Z?/y],
  ["number", /\d+(?:\.\d+)?/y],
  ["word", /[\p{L}_*/](?:[\p{L}\p{M}\p{N}_.*:/@{}~-]*[\p{L}\p{M}\p{N}_*/}])?/uy],
  ["sign", /[<>]=?|[\s\S]/y],
];
/** Ends of sentences, and politeness, that say nothing. */
const SILENT = new Set([".", "?", "!", ";"]);

/** The tokens of a `readable` text. Every text has some: what fits no form is a sign. */
export function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const [kind, match] = formAt(text, at);
    const [whole] = match;
    if (kind !== "blank" && !(kind === "sign" && SILENT.has(whole)))
      tokens.push({ kind, ...saidBy(kind, match), at, length: whole.length });
    at += whole.length;
  }
  return tokens;
}

function formAt(text: string, at: number): readonly [Token["kind"] | "blank", RegExpExecArray] {
  for (const [kind, form] of FORMS) {
    form.lastIndex = at;
    const match = form.exec(text);
    if (match) return [kind, match];
  }
  throw new RangeError("the last form fits any character");
}

function saidBy(kind: Token["kind"], [whole, json, typographic, single]: RegExpExecArray) {
  if (kind !== "quoted") return { text: whole, word: whole.toLowerCase() };
  return { text: json === undefined ? (typographic ?? single ?? "") : json.replaceAll(/\\(.)/g, "$1"), word: "" };
}

/** A text in quotes, as `tokensOf` reads it back. */
export const quoted = (text: string): string => `"${text.replaceAll(/["\\]/g, "\\$&")}"`;
