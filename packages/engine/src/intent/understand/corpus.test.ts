import { IntentRequest, type Understanding } from "@skylane/core";
import { describe, expect, it } from "vitest";
import {
  CORPUS_NOW_ISO,
  type CorpusLine,
  corpusOf,
  corpusServices,
} from "../../../../../test/support/intent-corpus.ts";
import { vocabularyOf } from "./mentions/vocabulary.ts";
import { readSlots } from "./read-slots.ts";
import { understand } from "./understand.ts";

const services = corpusServices();
const vocabulary = vocabularyOf(services);
const nowIso = CORPUS_NOW_ISO;
const understood = (text: string): Understanding => understand(IntentRequest.parse({ text }), services, { nowIso });

const isComplete = ({ expect: { ...wanted } }: CorpusLine): boolean => "slots" in wanted;

/** What comes of a request, in the form in which the corpus says what must. */
function outcome(text: string): unknown {
  const result = understood(text);
  if (result.kind === "questions") return { questions: result.questions.map(({ slot }) => slot).sort() };
  if (result.kind === "refused") return { refused: result.issues.map(({ field }) => field).sort() };
  return { slots: readSlots(text, { nowIso, vocabulary }).slots };
}

const wantedOf = ({ expect: wanted }: CorpusLine): unknown =>
  "questions" in wanted ? { questions: [...wanted.questions].sort() } : wanted;
const failing = (lines: readonly CorpusLine[]): readonly string[] =>
  lines
    .filter((line) => JSON.stringify(sorted(outcome(line.text))) !== JSON.stringify(sorted(wantedOf(line))))
    .map(({ text }) => text);
const sorted = (value: unknown): unknown =>
  value !== null && typeof value === "object" && !Array.isArray(value)
    ? Object.fromEntries(
        Object.entries(value)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([key, one]) => [key, sorted(one)]),
      )
    : value;
const figures = (name: string, all: number, failed: number): void =>
  console.log(
    JSON.stringify({
      corpus: name,
      requestCount: all,
      rightCount: all - failed,
      rightRatio: Number(((all - failed) / all).toFixed(4)),
    }),
  );

describe("engine/intent/understand/corpus", () => {
  const own = [...corpusOf("complete"), ...corpusOf("questions"), ...corpusOf("hostile")];
  const held = corpusOf("heldout");

  it("holds as many requests of each kind as it should, none of them twice", () => {
    const all = [...own, ...held];

    expect(all.length).toBeGreaterThanOrEqual(320);
    expect(new Set(all.map(({ text }) => text)).size).toBe(all.length);
    expect(all.filter(isComplete).length).toBeGreaterThanOrEqual(220);
    expect(all.filter((line) => !isComplete(line)).length).toBeGreaterThanOrEqual(80);
    expect(corpusOf("hostile").length).toBeGreaterThanOrEqual(30);
    expect(held.length).toBeGreaterThanOrEqual(80);
  });

  it("reads at least 97 of 100 complete requests to exactly what they say, held-out ones among them", () => {
    const complete = [...own, ...held].filter(isComplete);
    const failed = failing(complete);
    figures("complete", complete.length, failed.length);

    expect(failed.length / complete.length).toBeLessThanOrEqual(0.03);
  });

  it("asks the right question, and no other, for each request of its own that leaves something open", () => {
    const open = own.filter((line) => !isComplete(line));
    const failed = failing(open);
    figures("open and hostile", open.length, failed.length);

    expect(failed).toEqual([]);
  });

  it("reads what it was not tuned on nearly as well, and never takes an open one for understood", () => {
    const failed = failing(held);
    figures("held out", held.length, failed.length);

    expect(failed.length).toBeLessThanOrEqual(3);
    expect(held.filter((line) => !isComplete(line) && understood(line.text).kind === "understood")).toEqual([]);
  });

  it("finds for each complete request the services it names", () => {
    const found = own.filter(isComplete).flatMap(({ text }) => {
      const result = understood(text);
      return result.kind === "understood" ? [[result.intent.source.key, result.intent.destination.key]] : [];
    });

    expect(found.flat().filter((key) => !services.some((service) => service.key === key))).toEqual([]);
    expect(new Set(found.map(String)).size).toBeGreaterThan(60);
  });
});
