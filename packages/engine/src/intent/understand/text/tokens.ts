import { fold } from "./clean-text.ts";

/** A word, number or sign of a request, and where it stands. */
export interface Token {
  readonly kind: "word" | "number" | "id" | "date" | "sign" | "arrow" | "line-end";
  /** As it is written. */
  readonly text: string;
  /** As it is compared: lower case, without accents. */
  readonly word: string;
  /** Of a number. */
  readonly value?: number;
  readonly isQuoted?: boolean;
  readonly start: number;
  readonly end: number;
}

/** What a token can be, the longest forms first. Each is tried where the one before ended. */
const FORMS: readonly (readonly [Token["kind"] | "blank" | "quoted", RegExp])[] = [
  ["line-end", /\n\s*/y],
  ["blank", /[^\S\n]+/y],
  ["quoted", /["“”„«»`']([^\s"“”„«»`']{2,256})["“”«»`']/y],
  ["id", /https?:\/\/[^\s,;)>"']+/y],
  ["id", /arn:[\w-]+:[^\s,;)>"']+/y],
  ["id", /\/?(?:subscriptions|projects)\/[^\s,;)>"']+/y],
  ["id", /ocid1\.[\w.-]+/y],
  ["id", /\d{1,3}(?:\.\d{1,3}){3}(?![\w.]*\d)/y],
  ["id", /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/iy],
  ["date", /\d{4}-\d{1,2}-\d{1,2}(?!\d)|\d{1,2}[/.]\d{1,2}[/.]\d{4}(?!\d)/y],
  ["number", /\d+(?:[.,]\d+)*/y],
  ["arrow", /<?[-=–—]+>|<[-=]+>?|[→⇒➜➔⟶←⇐↔⇄⟷]/y],
  ["word", /\p{L}[\p{L}\p{M}\p{N}]*(?:[-_.@+]+[\p{L}\p{M}\p{N}]+)*/uy],
  ["sign", /[^\s]/uy],
];

/** The tokens of a text. Names with blanks in them that the inventory has are one token each. */
export function tokensOf(text: string, spacedNames: readonly string[] = []): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const name = nameAt(text, at, spacedNames);
    const token = name ? { kind: "id" as const, text: name, start: at, end: at + name.length } : nextToken(text, at);
    if (token.kind !== "blank") tokens.push(finished(token as Raw));
    at = token.end;
  }
  return tokens;
}

type Raw = Pick<Token, "kind" | "text" | "isQuoted" | "start" | "end">;

function nextToken(text: string, at: number): Omit<Raw, "kind"> & { readonly kind: Raw["kind"] | "blank" } {
  for (const [kind, form] of FORMS) {
    form.lastIndex = at;
    const match = form.exec(text);
    if (!match) continue;
    if (kind === "quoted")
      return { kind: "id", text: match[1] ?? "", isQuoted: true, start: at, end: at + match[0].length };
    const found = kind === "id" ? match[0].replace(/[.:!?]+$/, "") : match[0];
    return { kind, text: found, start: at, end: at + found.length };
  }
  return { kind: "sign", text: text.charAt(at), start: at, end: at + 1 }; // half a surrogate pair
}

const finished = (raw: Raw): Token => ({
  ...raw,
  word: fold(raw.text),
  ...(raw.kind === "number" && { value: numberOf(raw.text) }),
});

/** `1,500` and `1.500` are fifteen hundred, `1,5` and `1.5` one and a half: three digits after a sign are thousands. */
function numberOf(digits: string): number {
  const isGrouped = /^[1-9]\d{0,2}(?:[.,]\d{3})+$/.test(digits) && new Set(digits.replaceAll(/\d/g, "")).size === 1;
  return Number(isGrouped ? digits.replaceAll(/[.,]/g, "") : digits.replace(",", "."));
}

const isWordChar = (char: string | undefined): boolean => char !== undefined && /[\p{L}\p{N}_-]/u.test(char);

function nameAt(text: string, at: number, names: readonly string[]): string | undefined {
  if (names.length === 0 || isWordChar(text[at - 1])) return undefined;
  const found = names.find(
    (name) =>
      text.slice(at, at + name.length).toLowerCase() === name.toLowerCase() && !isWordChar(text[at + name.length]),
  );
  return found === undefined ? undefined : text.slice(at, at + found.length);
}
