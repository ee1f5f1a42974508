import type {
  IntentIssue,
  IntentQuestion,
  IntentRequest,
  IntentSlots,
  SeenService,
  ServiceMention,
  Understanding,
} from "@skylane/core";
import { ANSWER_FORMS, choicesOf, type MeasureSlot, readAnswer } from "./answers.ts";
import { isRegionSaid } from "./gazetteer/regions.ts";
import { languageFor } from "./lexicon/index.ts";
import { partsOf } from "./mentions/parts.ts";
import { readMention } from "./mentions/read-mention.ts";
import { type Vocabulary, vocabularyOf } from "./mentions/vocabulary.ts";
import { mergeModelReading } from "./model/merge-model-reading.ts";
import { readAs, readSlots, type SlotsReading } from "./read-slots.ts";
import { requirementsInWords } from "./requirements/in-words.ts";
import type { Doubt } from "./requirements/index.ts";
import { type Resolution, resolveMention } from "./resolve/resolve-mention.ts";
import { kindsOfNoun, onlyListens, serviceInWords } from "./resolve/service-words.ts";
import { cleanText, shownName } from "./text/clean-text.ts";
import { tokensOf } from "./text/tokens.ts";

/** What an understanding depends on beside the request and the inventory. */
export interface UnderstandContext {
  readonly nowIso: string;
  /** What a model reads in the text; taken only where the text says it. */
  readonly model?: IntentSlots | undefined;
}

type End = "source" | "destination";
const ENDS: readonly End[] = ["source", "destination"];
const EXAMPLE = "Connect AWS Lambda OrderProcessor in us-east-1 to Azure SQL orderdb in East US";

/**
 * What a request is: an intent whose two services are in the inventory, or what must be asked first, or why it is none.
 * Deterministic. Nothing is guessed: a name that fits several services, or none, becomes a question, and so does a direction
 * that can be read both ways.
 */
export function understand(
  request: IntentRequest,
  services: readonly SeenService[],
  { nowIso, model }: UnderstandContext,
): Understanding {
  const vocabulary = vocabularyOf(services);
  const read = readingOf(request, nowIso, vocabulary);
  const merged =
    model && request.text !== undefined
      ? mergeModelReading(read, model, request.text)
      : { reading: read, isModelUsed: false, differing: {} };
  const { reading } = merged;
  const isAnswered = Object.keys(request.answers).length > 0;
  if (!reading.isRequest && !isAnswered && !reading.slots.source && !reading.slots.destination)
    return { kind: "refused", issues: [NO_REQUEST] };
  const measures = answeredMeasures(request, nowIso);
  if (measures.issues.length > 0) return { kind: "refused", issues: [...measures.issues] };
  const { port, ...requirements } = measures.values;
  const slots: IntentSlots = {
    ...reading.slots,
    ...answeredMentions(request, vocabulary),
    ...(port !== undefined && { port }),
    requirements: { ...reading.slots.requirements, ...requirements },
  };
  const ends = {
    source: endOf(slots.source, services, request),
    destination: endOf(slots.destination, services, request),
  };
  const isReversed = request.answers.direction === "reverse";
  const doubts = reading.doubts.filter(({ slot }) => request.answers[slot] === undefined);
  const questions = [
    ...endQuestions(ends, slots, doubts, {
      source: otherOf(merged.differing.source, services),
      destination: otherOf(merged.differing.destination, services),
    }),
    ...directionQuestion(ends, slots, reading, request),
    ...doubts.filter(({ slot }) => slot !== "source" && slot !== "destination").map(measureQuestion),
  ];
  const [source, destination] = isReversed
    ? [serviceOf(ends.destination), serviceOf(ends.source)]
    : [serviceOf(ends.source), serviceOf(ends.destination)];
  const sentences = readAs(isReversed ? { ...slots, source: slots.destination, destination: slots.source } : slots);
  if (questions.length === 0 && destination?.kind === "lambda") return { kind: "refused", issues: [NO_LISTENER] };
  const usedPort = slots.port ?? destination?.port;
  if (destination && questions.length === 0 && usedPort === undefined)
    questions.push(
      measureQuestion({
        slot: "port",
        prompt: "Which TCP port of the destination is asked for? The inventory does not say it.",
      }),
    );
  if (questions.length > 0 || !source || !destination || usedPort === undefined)
    return { kind: "questions", questions, slots, readAs: [...sentences] };
  return {
    kind: "understood",
    intent: { source, destination, port: usedPort, requirements: slots.requirements },
    readAs: [
      `From ${serviceInWords(source)}.`,
      `To ${serviceInWords(destination)}, TCP port ${usedPort}.`,
      ...requirementsInWords(slots.requirements),
    ],
    by: request.slots ? "form" : merged.isModelUsed ? "model" : "parser",
  };
}

/**
 * Whether a second reader may find in a text what the parser has not: an end that somebody is
 * called, a measure whose number it made nothing of, or that it is a request at all. Answers do not count: what was read beside the parser's reading once must be read again with them.
 */
export function isReadInPart({ text }: IntentRequest, services: readonly SeenService[], nowIso: string): boolean {
  if (text === undefined) return false;
  const { slots, isRequest, unreadNumbers } = readSlots(text, { nowIso, vocabulary: vocabularyOf(services) });
  const isNobody = (mention: ServiceMention | undefined): boolean =>
    mention === undefined || resolveMention(mention, services).kind === "none";
  return !isRequest || isNobody(slots.source) || isNobody(slots.destination) || unreadNumbers.length > 0;
}

const NO_REQUEST: IntentIssue = {
  field: "text",
  rule: "must ask for a connection between two services",
  message:
    "The text asks for no connection: it names no service, asks about one, or wants one taken away. Say which service opens connections to which.",
  example: EXAMPLE,
};
const NO_LISTENER: IntentIssue = {
  field: "destination",
  rule: "must accept connections",
  message: "A Lambda function opens connections and accepts none from a network, so it cannot be the destination.",
  example: EXAMPLE,
};
const BAD_DIRECTION: IntentIssue = {
  field: "answers.direction",
  rule: "must be forward or reverse",
  message: "The answer about the direction is neither forward (as the two are named) nor reverse.",
  example: "forward",
};

function readingOf({ text, slots }: IntentRequest, nowIso: string, vocabulary: Vocabulary): SlotsReading {
  if (slots)
    return {
      slots,
      direction: "said",
      doubts: [],
      readAs: readAs(slots),
      notUnderstood: [],
      unreadNumbers: [],
      isRequest: true,
    };
  return readSlots(text ?? "", { nowIso, vocabulary });
}

function answeredMeasures({ answers }: IntentRequest, nowIso: string) {
  const issues: IntentIssue[] = [];
  let values: Partial<IntentSlots["requirements"]> & { readonly port?: number } = {};
  for (const slot of Object.keys(ANSWER_FORMS) as MeasureSlot[]) {
    const answer = answers[slot];
    if (answer === undefined) continue;
    const said = readAnswer(slot, answer, nowIso);
    if ("rule" in said) issues.push(said);
    else values = { ...values, ...said };
  }
  const { direction } = answers;
  if (direction !== undefined && direction !== "forward" && direction !== "reverse") issues.push(BAD_DIRECTION);
  return { values, issues };
}

/** Ends that were answered: a key of the inventory, or a name with what is said of it. */
function answeredMentions({ answers }: IntentRequest, vocabulary: Vocabulary): Partial<Record<End, ServiceMention>> {
  const mentionOf = (answer: string): ServiceMention | undefined => {
    const text = cleanText(answer);
    if (vocabulary.keys.has(text.toLowerCase())) return { name: text };
    const tokens = tokensOf(text, vocabulary.spaced);
    return readMention(partsOf(tokens, new Set(), languageFor(tokens), vocabulary))?.mention;
  };
  return Object.fromEntries(
    ENDS.flatMap((end) => {
      const mention = answers[end] === undefined ? undefined : mentionOf(answers[end]);
      return mention ? [[end, mention]] : [];
    }),
  );
}

interface EndReading {
  readonly mention: ServiceMention | undefined;
  readonly found: Resolution | undefined;
}

/** An end, looked up; an answer about the Region narrows what is called alike. */
function endOf(
  mention: ServiceMention | undefined,
  services: readonly SeenService[],
  { answers: { region } }: IntentRequest,
): EndReading {
  const found = mention && resolveMention(mention, services);
  if (found?.kind !== "several" || region === undefined) return { mention, found };
  const there = found.choices.filter((service) => isRegionSaid(region, service) || service.regionId === region);
  const [service] = there;
  return { mention, found: service && there.length === 1 ? { kind: "found", service } : found };
}

const serviceOf = ({ found }: EndReading): SeenService | undefined =>
  found?.kind === "found" ? found.service : undefined;

const ASKED = { source: "Which service opens the connections?", destination: "Which service is asked?" } as const;

function endQuestions(
  ends: Readonly<Record<End, EndReading>>,
  slots: IntentSlots,
  doubts: readonly Doubt[],
  others: Readonly<Record<End, readonly SeenService[]>>,
): IntentQuestion[] {
  const [source, destination] = [serviceOf(ends.source), serviceOf(ends.destination)];
  const isRegionOpen = ENDS.filter((end) => differByRegionOnly(ends[end].found)).length === 1;
  const questions = ENDS.flatMap((end): readonly IntentQuestion[] => {
    const doubt = doubts.find(({ slot }) => slot === end);
    const { found, mention } = ends[end];
    if (doubt) return [serviceQuestion(end, doubt.prompt, choicesAmong(found, others[end]))];
    if (!found || !mention) return [serviceQuestion(end, `${ASKED[end]} The request does not say it.`, [])];
    if (found.kind === "found") return [];
    if (isRegionOpen && differByRegionOnly(found)) return [regionQuestion(mention, found.choices)];
    return [serviceQuestion(end, `${ASKED[end]} ${WHY[found.kind](shownName(mention.name))}`, found.choices)];
  });
  if (source && destination && source.key === destination.key && !doubts.some(({ slot }) => slot === "destination"))
    questions.push(
      serviceQuestion("destination", `${ASKED.destination} Source and destination are the same service.`, []),
    );
  return slots.source || slots.destination ? questions : questions.map((question) => ({ ...question, choices: [] }));
}

/** What a second reader has found in the text, where that is one service. */
function otherOf(mention: ServiceMention | undefined, services: readonly SeenService[]): readonly SeenService[] {
  const found = mention && resolveMention(mention, services);
  return found?.kind === "found" ? [found.service] : [];
}

/** Of two readings both are offered; of one that is doubted, what resembles. */
function choicesAmong(found: Resolution | undefined, others: readonly SeenService[]): readonly SeenService[] {
  if (found?.kind === "found") return others.length > 0 ? [found.service, ...others] : [];
  return [...others, ...(found?.choices ?? []).filter(({ key }) => others.every((other) => other.key !== key))];
}

const WHY: Readonly<Record<Exclude<Resolution["kind"], "found">, (name: string) => string>> = {
  several: (name) => `Several are called "${name}".`,
  differs: (name) => `What is called "${name}" is not where, or not what, the request says.`,
  none: (name) => `Nothing that was discovered is called "${name}".`,
};

const serviceQuestion = (slot: End, prompt: string, choices: readonly SeenService[]): IntentQuestion => ({
  slot,
  prompt,
  choices: choices.slice(0, 50).map((service) => ({ id: service.key, label: serviceInWords(service) })),
  example: slot === "source" ? "AWS Lambda OrderProcessor in us-east-1" : "Azure SQL orderdb in East US",
});

const regionQuestion = (mention: ServiceMention, choices: readonly SeenService[]): IntentQuestion => ({
  slot: "region",
  prompt: `In which Region is the "${shownName(mention.name)}" that is meant?`,
  choices: choices.slice(0, 50).map((service) => ({ id: service.regionId, label: serviceInWords(service) })),
  example: choices[0]?.regionId ?? "us-east-1",
});

function differByRegionOnly(found: Resolution | undefined): boolean {
  if (found?.kind !== "several") return false;
  const rest = new Set(
    found.choices.map(({ cloud, kind, accountId, name }) => JSON.stringify([cloud, kind, accountId, name])),
  );
  return rest.size === 1 && new Set(found.choices.map(({ regionId }) => regionId)).size === found.choices.length;
}

/** Asks who opens the connections, where the words leave it open or say what such services do not do. */
function directionQuestion(
  ends: Readonly<Record<End, EndReading>>,
  slots: IntentSlots,
  { direction }: SlotsReading,
  { answers }: IntentRequest,
): readonly IntentQuestion[] {
  if (!slots.source || !slots.destination || answers.direction !== undefined) return [];
  const isUnlikely = direction === "loose" && listens(ends.source);
  const isSame = serviceOf(ends.source) !== undefined && serviceOf(ends.source) === serviceOf(ends.destination);
  const isToFunction = serviceOf(ends.destination)?.kind === "lambda" && !isSame;
  if (direction !== "open" && !isUnlikely && !isToFunction) return [];
  const [a, b] = [slots.source, slots.destination].map(({ name }) => shownName(name));
  return [
    {
      slot: "direction",
      prompt: "Who opens the connections? The request can be read both ways.",
      choices: [
        { id: "forward", label: `${a} opens connections to ${b}` },
        { id: "reverse", label: `${b} opens connections to ${a}` },
      ],
      example: "forward",
    },
  ];
}

/** True for what is asked rather than asks: by what was found, else by what is said. */
function listens({ mention, found }: EndReading): boolean {
  if (found?.kind === "found") return onlyListens(found.service.kind);
  if (mention?.kind) return onlyListens(mention.kind);
  const kinds = kindsOfNoun(mention?.name ?? "");
  return kinds.length > 0 && kinds.every(onlyListens);
}

function measureQuestion({ slot, prompt }: Doubt): IntentQuestion {
  const form = ANSWER_FORMS[slot as MeasureSlot];
  return { slot, prompt, choices: [...choicesOf(slot as MeasureSlot)], example: form.example };
}
