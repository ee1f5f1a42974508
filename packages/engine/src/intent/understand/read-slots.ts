import type { IntentSlots, ServiceMention } from "@skylane/core";
import { type Language, languageFor } from "./lexicon/index.ts";
import { type Part, partsOf } from "./mentions/parts.ts";
import { type MentionReading, readMention } from "./mentions/read-mention.ts";
import { NO_VOCABULARY, type Vocabulary } from "./mentions/vocabulary.ts";
import { forbids, onlyAsks } from "./relation/forbids.ts";
import { piecesOf } from "./relation/pieces.ts";
import { asksToConnect, type Relation, readPartial, readRelation } from "./relation/read-relation.ts";
import { type Section, sectionsOf } from "./relation/template.ts";
import { requirementsInWords } from "./requirements/in-words.ts";
import { type Doubt, readRequirements } from "./requirements/index.ts";
import { cleanText, shownName } from "./text/clean-text.ts";
import { type Token, tokensOf } from "./text/tokens.ts";

/** What a text says, and what it leaves open. */
export interface SlotsReading {
  readonly slots: IntentSlots;
  /** `loose`: the order of the two may say nothing about who asks whom ("connect A to B"). */
  readonly direction: Relation["direction"];
  readonly doubts: readonly Doubt[];
  /** Sentences that say what was understood. */
  readonly readAs: readonly string[];
  /** Words that said nothing to the parser, cleaned. */
  readonly notUnderstood: readonly string[];
  /** Numbers that nothing was made of. */
  readonly unreadNumbers: readonly string[];
  /** False if the text asks for no connection at all. */
  readonly isRequest: boolean;
}

/** What is known while a text is read. */
export interface ReadContext {
  /** The instant the request is made; days such as "by Friday" count from it, in UTC. */
  readonly nowIso: string;
  readonly vocabulary?: Vocabulary;
}

const SEVERAL = {
  source: "Which one service opens the connections? One request is for one connection; several are named.",
  destination: "Which one service is asked? One request is for one connection; several are named.",
} as const;
const CONTRADICTORY = {
  source: "Which service opens the connections? Two clouds or two Regions are said of it.",
  destination: "Which service is asked? Two clouds or two Regions are said of it.",
} as const;

/**
 * Reads a request in plain words, or in the template `Source:` / `Destination:` / `Requirements:`. Deterministic. What is not
 * said is absent; what can be read in two ways is a doubt and is not taken. The text is data: nothing in it is followed.
 */
export function readSlots(text: string, { nowIso, vocabulary = NO_VOCABULARY }: ReadContext): SlotsReading {
  const tokens = tokensOf(cleanText(text), vocabulary.spaced);
  const language = languageFor(tokens);
  const isName = (token: Token): boolean =>
    vocabulary.keys.has(token.text.toLowerCase()) && !language.cues.has(token.word) && !language.noise.has(token.word);
  const said = readRequirements(tokens, nowIso, isName);
  const sections = sectionsOf(tokens);
  const parts = (from: number, to: number): readonly Part[] =>
    partsOf(
      tokens.slice(from, to),
      new Set([...said.used].filter((at) => at >= from && at < to).map((at) => at - from)),
      language,
      vocabulary,
    );
  const all = parts(0, tokens.length);
  const found = sections.length > 0 ? fromTemplate(sections, parts) : fromSentences(all, language);
  const { source, destination, direction, several } = found.relation;
  const slots: IntentSlots = {
    ...(source && { source: source.mention }),
    ...(destination && { destination: destination.mention }),
    ...(said.port !== undefined && { port: said.port }),
    requirements: said.requirements,
  };
  return {
    slots,
    direction,
    doubts: [
      ...several.map((slot): Doubt => ({ slot, prompt: SEVERAL[slot] })),
      ...(["source", "destination"] as const)
        .filter((slot) => found.relation[slot]?.isContradictory && !several.includes(slot))
        .map((slot): Doubt => ({ slot, prompt: CONTRADICTORY[slot] })),
      ...said.doubts,
    ],
    readAs: readAs(slots),
    notUnderstood: notTaken(all, slots),
    unreadNumbers: tokens.flatMap(({ value, text: number }, at) =>
      value === undefined || said.used.has(at) || [source, destination].some((end) => end?.mention.accountId === number)
        ? []
        : [number],
    ),
    isRequest: found.isRequest,
  };
}

interface Found {
  readonly relation: Relation;
  readonly isRequest: boolean;
}

function fromTemplate(sections: readonly Section[], parts: (from: number, to: number) => readonly Part[]): Found {
  const readings = (end: Section["end"]): readonly MentionReading[] =>
    sections.filter((section) => section.end === end).flatMap(({ from, to }) => mentionsIn(parts(from, to)));
  const distinct = (all: readonly MentionReading[]): boolean =>
    new Set(all.map(({ mention }) => JSON.stringify(mention))).size > 1;
  const [sources, destinations] = [readings("source"), readings("destination")];
  return {
    relation: {
      ...(sources[0] && { source: sources[0] }),
      ...(destinations[0] && { destination: destinations[0] }),
      direction: "said",
      several: [
        ...(distinct(sources) ? (["source"] as const) : []),
        ...(distinct(destinations) ? (["destination"] as const) : []),
      ],
    },
    isRequest: true,
  };
}

/** The mentions of a section: one, or several if sure names of several services stand there. */
function mentionsIn(parts: readonly Part[]): readonly MentionReading[] {
  const isPlain = (part: Part): boolean => part.is !== "cue" || part.cues[0] !== "and";
  const { mentions } = piecesOf(
    parts.map((part) => (isPlain(part) && part.is === "cue" ? { is: "noise" as const } : part)),
    "en",
  );
  const sure = [...mentions.values()].filter(({ rank }) => rank >= 2);
  const whole = readMention(parts);
  return sure.length > 1 ? sure : whole ? [whole] : [];
}

/** The first sentence that names two services; else what the sentences say of one. */
function fromSentences(parts: readonly Part[], language: Language): Found {
  const sentences = splitAtStops(parts)
    .filter((sentence) => !forbids(sentence) && !onlyAsks(sentence))
    .map((sentence) => piecesOf(sentence, language.id));
  const relations = sentences.flatMap((pieces) => readRelation(pieces) ?? []);
  const first = relations[0];
  if (first) return { relation: withOthers(first, relations.slice(1)), isRequest: true };
  const sure = sentences.flatMap(({ mentions }) => [...mentions.values()].filter(({ rank }) => rank >= 3));
  const partials = sentences.flatMap((pieces) => readPartial(pieces) ?? []);
  const isRequest = sentences.some(asksToConnect) || sure.length > 0;
  const [a, b] = sure;
  if (a && b && sure.length === 2) {
    const isSource =
      partials.some(({ source }) => source === a) && !partials.some(({ destination }) => destination === a);
    const isDestination = partials.some(({ destination }) => destination === b);
    return {
      relation: { source: a, destination: b, direction: isSource && isDestination ? "loose" : "open", several: [] },
      isRequest,
    };
  }
  const source = partials.find((one) => one.source)?.source;
  const destination = partials.find((one) => one.destination)?.destination;
  return {
    relation: {
      ...(source && { source }),
      ...(destination && { destination }),
      direction: "said",
      several: sure.length > 2 ? ["source", "destination"] : [],
    },
    isRequest,
  };
}

/** The first relation, and a doubt if a later sentence names other services for sure. */
function withOthers(first: Relation, others: readonly Relation[]): Relation {
  const isOther = (end: "source" | "destination"): boolean =>
    others.some(
      (other) =>
        (other[end]?.rank ?? 0) >= 3 &&
        (other.source?.rank ?? 0) >= 3 &&
        other[end]?.mention.name !== first[end]?.mention.name,
    );
  const several = (["source", "destination"] as const).filter((end) => first.several.includes(end) || isOther(end));
  return { ...first, several };
}

/** Sentences, each with the sign that ends it. */
function splitAtStops(parts: readonly Part[]): readonly (readonly Part[])[] {
  const sentences: Part[][] = [[]];
  for (const part of parts) {
    const isClause = part.is === "cue" && part.cues[0] === "clause";
    if (!isClause) sentences.at(-1)?.push(part);
    if (isClause || part.is === "stop") sentences.push([]);
  }
  return sentences.filter((sentence) => sentence.length > 0);
}

function notTaken(parts: readonly Part[], { source, destination }: IntentSlots): readonly string[] {
  const taken = new Set([source, destination].flatMap((mention) => mention?.name.split(" ") ?? []));
  const words = parts.flatMap((part) =>
    part.is === "name" && part.rank > 0 && !taken.has(part.text) ? [shownName(part.text)] : [],
  );
  return [...new Set(words)].slice(0, 50);
}

/** What was said, as sentences. Names are cleaned. */
export const readAs = ({ source, destination, port, requirements }: IntentSlots): readonly string[] => [
  ...(source ? [`From ${mentionInWords(source)}.`] : []),
  ...(destination ? [`To ${mentionInWords(destination)}${port === undefined ? "" : `, TCP port ${port}`}.`] : []),
  ...requirementsInWords(requirements),
];

/** A mention in words, cleaned: `lambda OrderProcessor (aws us-east-1)`. */
function mentionInWords({ cloud, regionId, accountId, kind, name }: ServiceMention): string {
  const place = [cloud, regionId, accountId]
    .filter((part) => part !== undefined)
    .map(shownName)
    .join(" ");
  return `${kind ? `${kind} ` : ""}${shownName(name)}${place === "" ? "" : ` (${place})`}`;
}
