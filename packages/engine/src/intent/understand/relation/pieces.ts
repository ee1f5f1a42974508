import type { Cue } from "../lexicon/index.ts";
import type { Part } from "../mentions/parts.ts";
import { type MentionReading, readMention } from "../mentions/read-mention.ts";

/** A sentence as letters, one a piece, and the mentions in it by the index of their letter. */
export interface Pieces {
  readonly letters: string;
  readonly mentions: ReadonlyMap<number, MentionReading>;
  /** The language puts its verbs last: "A muss B erreichen". */
  readonly isVerbLast: boolean;
}

const LETTERS: Readonly<Record<Cue, string>> = {
  connect: "C",
  reach: "R",
  reached: "P",
  need: "N",
  grant: "G",
  expose: "X",
  access: "S",
  move: "D",
  to: "T",
  from: "F",
  with: "W",
  and: "A",
  between: "B",
  by: "Y",
  for: "O",
  end: "E",
  clause: "E",
};

/** Cuts a sentence where its cues stand; what lies between is a mention (`m`) if it says a service. */
export function piecesOf(parts: readonly Part[], languageId: string): Pieces {
  const mentions = new Map<number, MentionReading>();
  let letters = "";
  let run: Part[] = [];
  const close = (): void => {
    const reading = readMention(run);
    run = [];
    if (!reading) return;
    mentions.set(letters.length, reading);
    letters += "m";
  };
  parts.forEach((part, at) => {
    const letter = letterOf(part, parts.slice(at + 1), languageId);
    if (letter === undefined) {
      if (isOtherName(part, run)) close();
      run.push(part);
      return;
    }
    close();
    letters += letter;
  });
  close();
  return { letters, mentions, isVerbLast: /^(de|nl)$/.test(languageId) };
}

/** A sure name behind another one of another service: a mention of its own. */
function isOtherName(part: Part, run: readonly Part[]): boolean {
  if (part.is !== "name" || part.rank < 4) return false;
  const before = run.filter((one) => one.is === "name" && one.rank === 4);
  return before.length > 0 && !before.some((one) => one.is === "name" && isSame(one, part));
}

const isSame = (a: Extract<Part, { is: "name" }>, b: Extract<Part, { is: "name" }>): boolean =>
  a.text === b.text || [...(a.keys ?? [])].some((key) => b.keys?.has(key));

/** `Z` is both a verb and a noun (access), `Q` both ways of a verb (erreicht). */
function letterOf(part: Part, rest: readonly Part[], languageId: string): string | undefined {
  if (part.is === "arrow") return part.way;
  if (part.is !== "cue") return undefined;
  const has = (cue: Cue): boolean => part.cues.includes(cue);
  if (has("reach") && has("access")) return "Z";
  if (has("reach") && has("reached")) return "Q";
  if (has("to") && isInfinitive(rest, languageId)) return "";
  return LETTERS[part.cues[0] as Cue];
}

/** True if a verb follows: then "to" only says that it is one. */
function isInfinitive(rest: readonly Part[], languageId: string): boolean {
  const next = rest.find(({ is }) => is !== "noise");
  if (next?.is !== "cue") return false;
  const isNoun = next.cues.includes("access") && languageId !== "en";
  return !isNoun && next.cues.some((cue) => /^(reach|reached|connect|need|grant|move)$/.test(cue));
}
