import { nearest } from "./nearest.ts";
import type { Token } from "./tokens.ts";
import { fillers, reserved } from "./words.ts";

/** Where a question is not understood, and what could stand there instead. */
export interface Misread {
  readonly at: number;
  readonly length: number;
  readonly problem: string;
  readonly suggestions: readonly string[];
}

const NOTHING: Token = { kind: "sign", text: "", word: "", at: 0, length: 0 };

/** The tokens of a question, and how far it has been read. */
export class Cursor {
  readonly #tokens: readonly Token[];
  readonly #end: number;
  #next = 0;

  constructor(tokens: readonly Token[], end: number) {
    this.#tokens = tokens;
    this.#end = end;
  }

  get isAtEnd(): boolean {
    return this.#next >= this.#tokens.length;
  }
  /** The token that comes next, or so many after it; of no kind and no length behind the last one. */
  peek(ahead = 0): Token {
    return this.#tokens[this.#next + ahead] ?? { ...NOTHING, at: this.#end };
  }
  take(): Token {
    const token = this.peek();
    this.#next += 1;
    return token;
  }
  /** Takes the next token if it is one of these words. */
  takeWord(...words: readonly string[]): Token | undefined {
    return words.includes(this.peek().word) && this.peek().word !== "" ? this.take() : undefined;
  }
  skipFillers(): void {
    while (fillers.has(this.peek().word)) this.take();
  }
  /** What is wrong with the token that comes next. */
  misread(problem: string, suggestions: readonly string[] = []): Misread {
    const { at, length } = this.peek();
    return { at, length, problem, suggestions };
  }
}

/** Whether a reading ended at something that is not understood. */
export const isMisread = (value: object | undefined): value is Misread => value !== undefined && "problem" in value;

/** A word that nothing can be made of. */
export function notAWord(cursor: Cursor): Misread {
  const { text, kind } = cursor.peek();
  const alike =
    kind === "word"
      ? nearest(
          text,
          [...reserved].filter((word) => !fillers.has(word) && word.length > 1),
        )
      : [];
  const problem =
    kind === "quoted"
      ? "it is not said what this name is"
      : kind === "number"
        ? "it is not said what this number is"
        : `“${text}” is not understood here`;
  const suggestions =
    alike.length > 0
      ? alike
      : kind === "quoted" || kind === "word"
        ? [`from ${text}`, `to ${text}`, `of ${text}`]
        : ["slower than 1 s", "last 3 hours", "top 10"];
  return cursor.misread(problem, suggestions);
}
