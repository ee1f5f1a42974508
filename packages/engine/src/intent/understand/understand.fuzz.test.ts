import { IntentRequest, Understanding } from "@skylane/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CORPUS_NOW_ISO, corpusOf, corpusServices } from "../../../../../test/support/intent-corpus.ts";
import { readSlots } from "./read-slots.ts";
import { understand } from "./understand.ts";

const services = corpusServices();
const keys = new Set(services.map(({ key }) => key));
const nowIso = CORPUS_NOW_ISO;
const seeds = [...corpusOf("complete"), ...corpusOf("questions"), ...corpusOf("hostile")].map(({ text }) => text);
const words = [...new Set(seeds.flatMap((text) => text.split(/\s+/)))];

/** Any characters; words of the corpus in any order; requests of the corpus cut and joined. */
const text = fc
  .oneof(
    fc.string({ unit: "binary", maxLength: 300 }),
    fc
      .array(fc.constantFrom(...words, "\n", ", ", "<", "‮", "999999999"), { maxLength: 40 })
      .map((all) => all.join(" ")),
    fc
      .tuple(fc.constantFrom(...seeds), fc.constantFrom(...seeds), fc.nat(120), fc.nat(120))
      .map(([a, b, i, j]) => `${a.slice(0, i)} ${b.slice(j)}`),
  )
  .filter((one) => one.length > 0 && one.length <= 4_000);
const read = (given: string): Understanding => understand(IntentRequest.parse({ text: given }), services, { nowIso });

describe("engine/intent/understand (properties)", () => {
  it("makes of any text an understanding in its form, of services in the inventory", () => {
    fc.assert(
      fc.property(text, (given) => {
        const result = Understanding.parse(read(given));
        if (result.kind === "understood") {
          expect(keys.has(result.intent.source.key) && keys.has(result.intent.destination.key)).toBe(true);
          expect(result.intent.source.key).not.toBe(result.intent.destination.key);
        }
        if (result.kind === "refused") for (const issue of result.issues) expect(issue.example).not.toBe("");
      }),
      { numRuns: 1_500 },
    );
  });

  it("reads the same text the same way, and what it says of it holds no control, mark or markup", () => {
    fc.assert(
      fc.property(text, (given) => {
        const result = read(given);

        expect(read(given)).toEqual(result);
        const shown = [
          ...(result.kind === "refused" ? [] : result.readAs),
          ...(result.kind === "questions"
            ? result.questions.flatMap(({ prompt, choices }) => [prompt, ...choices.map(({ label }) => label)])
            : []),
          ...readSlots(given, { nowIso }).notUnderstood,
        ];
        for (const line of shown) expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}<>&*`]/u);
      }),
      { numRuns: 700 },
    );
  });

  it("offers no choice that is not a service, a Region or a fixed word", () => {
    const fixed = new Set([
      "forward",
      "reverse",
      "required",
      "not-needed",
      "forbidden",
      "allowed",
      "pci-dss",
      "hipaa",
      "gdpr",
      "soc2",
      "none",
      "low",
      "normal",
      "high",
      "cost",
      "latency",
    ]);
    const regions = new Set(services.map(({ regionId }) => regionId));
    fc.assert(
      fc.property(text, (given) => {
        const result = read(given);
        const ids =
          result.kind === "questions" ? result.questions.flatMap(({ choices }) => choices.map(({ id }) => id)) : [];

        expect(ids.filter((id) => !keys.has(id) && !fixed.has(id) && !regions.has(id))).toEqual([]);
      }),
      { numRuns: 700 },
    );
  });

  it("needs no answer twice: what each question's example or first choice answers is not asked again", () => {
    fc.assert(
      fc.property(fc.constantFrom(...corpusOf("questions").map((line) => line.text)), (given) => {
        const first = read(given);
        if (first.kind !== "questions") return;
        const asked = first.questions.filter(({ slot }) => slot !== "source" && slot !== "destination");
        const answers = Object.fromEntries(
          asked.map(({ slot, choices, example }) => [slot, choices[0]?.id ?? example]),
        );
        const second = understand(IntentRequest.parse({ text: given, answers }), services, { nowIso });
        const again = second.kind === "questions" ? second.questions.map(({ slot }) => slot) : [];

        expect(again.filter((slot) => slot in answers)).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});
