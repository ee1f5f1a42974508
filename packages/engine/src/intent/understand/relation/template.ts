import type { Token } from "../text/tokens.ts";

/** Tokens from `from` up to `to` that a label says are of one end. */
export interface Section {
  readonly end: "source" | "destination";
  readonly from: number;
  readonly to: number;
}

const SOURCE = new Set(
  "source src from quelle von origen origem sorgente origine bron van herkunft depuis desde da".split(" "),
);
const DESTINATION = new Set(
  "destination dest dst target to ziel nach destino destinazione doel naar bestemming cible vers hacia cel para a".split(
    " ",
  ),
);
const LABEL = /^[:=]$/;

const PLAIN_SOURCE = new Set("source src quelle origen origem sorgente bron".split(" "));
const PLAIN_DESTINATION = new Set("destination dest dst target ziel destino destinazione doel".split(" "));

/** The ends of a request: labelled as in a template, or by `source …, destination …` without a colon. */
export function sectionsOf(tokens: readonly Token[]): readonly Section[] {
  const labelled = labelledSections(tokens);
  if (labelled.length > 0) return labelled;
  const source = tokens.findIndex(({ word }) => PLAIN_SOURCE.has(word));
  const destination = tokens.findIndex(({ word }) => PLAIN_DESTINATION.has(word));
  if (source < 0 || destination < 0) return [];
  const end = (from: number, other: number): number =>
    Math.min(sectionEnd(tokens, from), other > from ? other : tokens.length);
  return [
    { end: "source", from: source + 1, to: end(source + 1, destination) },
    { end: "destination", from: destination + 1, to: end(destination + 1, source) },
  ];
}

/** The labelled ends of a template: `Source: …`, `Ziel: …`. A section ends with its line, with `;`, or at the next label. */
function labelledSections(tokens: readonly Token[]): readonly Section[] {
  return tokens.flatMap((token, at): readonly Section[] => {
    const end = SOURCE.has(token.word) ? "source" : DESTINATION.has(token.word) ? "destination" : undefined;
    if (!end || token.kind !== "word") return [];
    const colonAt =
      tokens[at + 1]?.kind === "word" && LABEL.test(tokens[at + 2]?.word ?? "") && isLineStart(tokens, at)
        ? at + 2
        : at + 1;
    if (!LABEL.test(tokens[colonAt]?.word ?? "")) return [];
    return [{ end, from: colonAt + 1, to: sectionEnd(tokens, colonAt + 1) }];
  });
}

const isLineStart = (tokens: readonly Token[], at: number): boolean => {
  const before = tokens[at - 1];
  return (
    before === undefined || before.kind === "line-end" || (before.kind === "sign" && /^[-*•;,.|]$/.test(before.word))
  );
};

function sectionEnd(tokens: readonly Token[], from: number): number {
  for (let i = from; i < tokens.length; i += 1) {
    const token = tokens[i] as Token;
    if (token.kind === "line-end" || token.word === ";" || token.word === "|") return i;
    const isLabel =
      token.kind === "word" && LABEL.test(tokens[i + 1]?.word ?? "") && tokens[i + 2]?.start !== tokens[i + 1]?.end;
    if (isLabel && i > from) return i;
  }
  return tokens.length;
}
