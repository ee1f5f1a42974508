import { NftRefusal } from "./ruleset.ts";

/** A word or sign of nft's language. The end of a line ends a statement, as `;` does. */
export interface Token {
  readonly kind: "word" | "text" | "sign" | "end";
  readonly value: string;
}

const NEXT = /[^\S\n]+|#[^\n]*|\\\n|"([^"\n]*)"|([\n;])|(!=|==|[{},])|([^\s{},;"#!=]+)|(.)/gy;

/** What a text is made of, without blanks and remarks. @throws NftRefusal for what begins no word */
export function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  for (const [whole, quoted, end, sign, word, strange] of text.matchAll(NEXT)) {
    if (strange !== undefined) throw new NftRefusal(`syntax error, unexpected ${strange === '"' ? "junk" : strange}`);
    if (end !== undefined) tokens.push({ kind: "end", value: ";" });
    else if (sign !== undefined) tokens.push({ kind: "sign", value: sign });
    else if (word !== undefined) tokens.push({ kind: "word", value: word });
    else if (whole.startsWith('"')) tokens.push({ kind: "text", value: quoted ?? "" });
  }
  return tokens;
}

/** Reads tokens one after the other. */
export interface TokenReader {
  peek(): Token | undefined;
  next(): Token;
  /** Takes the next one if it is that sign or word. */
  takes(value: string): boolean;
  /** A word; `what` says which for the refusal. */
  word(): string;
  isAtEnd(): boolean;
}

export function readTokens(tokens: readonly Token[]): TokenReader {
  let at = 0;
  const next = (): Token => {
    const token = tokens[at];
    if (!token) throw new NftRefusal("syntax error, unexpected end of file");
    at += 1;
    return token;
  };
  return {
    peek: () => tokens[at],
    next,
    takes(value) {
      const isNext = tokens[at]?.kind !== "text" && tokens[at]?.value === value;
      if (isNext) at += 1;
      return isNext;
    },
    word() {
      const token = next();
      if (token.kind === "word") return token.value;
      throw unexpected(token);
    },
    isAtEnd: () => at >= tokens.length,
  };
}

export const unexpected = ({ kind, value }: Token): NftRefusal =>
  new NftRefusal(`syntax error, unexpected ${kind === "end" ? "newline" : kind === "text" ? "quoted string" : value}`);
