import type { Fact, NarrationFacts } from "@skylane/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkNarration } from "./check-narration.ts";

/** Ways to write a fact: its digits with so many decimals, in a unit so large, between these words. */
interface Form {
  readonly unit: Fact["unit"];
  readonly scale: number;
  readonly write: (digits: string) => string;
}
const form = (unit: Fact["unit"], scale: number, write: Form["write"]): Form => ({ unit, scale, write });
const FORMS: readonly Form[] = [
  form("USD", 1, (digits) => `$${digits}`),
  form("USD", 1, (digits) => `${digits} USD`),
  form("USD", 1, (digits) => `${digits} dollars per month`),
  form("USD", 1e3, (digits) => `$${digits}k/month`),
  form("USD", 1e6, (digits) => `$${digits} million`),
  form("USD/GB", 1, (digits) => `$${digits}/GB`),
  form("USD/GB", 1e-3, (digits) => `$${digits} per TB`),
  form("USD/GB", 0.01, (digits) => `${digits} cents a gigabyte`),
  form("GB", 1, (digits) => `${digits} GB`),
  form("GB", 1e3, (digits) => `${digits} TB a month`),
  form("ms", 1, (digits) => `${digits} ms`),
  form("ms", 1e3, (digits) => `${digits} s`),
  form("ms", 1e3, (digits) => `${digits} seconds`),
  form("Mbps", 1, (digits) => `${digits} Mbps`),
  form("Mbps", 1e3, (digits) => `${digits} Gbps`),
  form("percent", 1, (digits) => `${digits}%`),
  form("percent", 1, (digits) => `${digits} percent`),
  form("count", 1, (digits) => `${digits} paths`),
];
const UNITS = ["USD", "USD/GB", "GB", "ms", "Mbps", "percent", "count"] as const;

const grouped = (value: number, decimals: number): string => {
  const [whole = "", rest] = value.toFixed(decimals).split(".");
  return `${whole.replaceAll(/\B(?=(\d{3})+$)/g, ",")}${rest === undefined ? "" : `.${rest}`}`;
};

/** Facts, one of them, a form of its unit, and how many decimals it is written with. */
const written = fc
  .array(fc.record({ unit: fc.constantFrom(...UNITS), cents: fc.integer({ min: 1, max: 9_999_999 }) }), {
    minLength: 1,
    maxLength: 8,
  })
  .map(
    (rows): NarrationFacts => ({
      topic: "paths",
      names: rows.map((_, i) => `dx-use${i}-1`),
      facts: rows.map(({ unit, cents }, i) => ({
        label: `monthly value of dx-use${i}-1`,
        value: unit === "count" ? cents : cents / 100,
        unit,
      })),
      text: "These are the values.",
    }),
  )
  .chain((facts) => fc.record({ facts: fc.constant(facts), at: fc.nat(facts.facts.length - 1) }))
  .chain(({ facts, at }) =>
    fc.record({
      facts: fc.constant(facts),
      at: fc.constant(at),
      form: fc.constantFrom(...FORMS.filter(({ unit }) => unit === facts.facts[at]?.unit)),
      decimals: fc.integer({ min: 0, max: 4 }),
    }),
  )
  .map(({ facts, at, form: { scale, write, unit }, decimals: wanted }) => {
    const fact = facts.facts[at] as Fact;
    const decimals = unit === "count" ? 0 : wanted;
    return { facts, fact, at, write, decimals, digits: Number((fact.value / scale).toFixed(decimals)), scale };
  })
  // rounded to nothing or to all is not what the fact says
  .filter(({ digits, fact }) => digits !== 0 && !(fact.unit === "percent" && digits === 100 && fact.value !== 100));

describe("engine/paths/narrate/check-narration (properties)", () => {
  it("lets pass each text that says a fact, in any unit and to any number of digits", () => {
    fc.assert(
      fc.property(written, ({ facts, at, write, digits, decimals }) => {
        const text = `The value of dx-use${at}-1 is ${write(grouped(digits, decimals))}.`;
        expect([text, checkNarration(text, facts)]).toEqual([text, { isTrue: true }]);
      }),
      { numRuns: 1_000 },
    );
  });

  it("turns away each text whose number is off by one written digit or more, unless another fact of that unit says it", () => {
    fc.assert(
      fc.property(
        written,
        fc.integer({ min: 1, max: 10_000 }),
        fc.boolean(),
        ({ facts, fact, write, digits, decimals, scale }, by, isUp) => {
          const step = 10 ** -decimals;
          const altered = digits + (isUp ? by : -by) * step;
          const says = ({ value, unit }: Fact): boolean =>
            unit === fact.unit && Math.abs(value / scale - altered) <= (step / 2) * (1 + 1e-3);
          // a value half way between two digits may be rounded to either
          fc.pre(altered > step / 2 && !facts.facts.some(says));

          const text = `The value is ${write(grouped(altered, decimals))}.`;
          expect([text, checkNarration(text, facts).isTrue]).toEqual([text, false]);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it("turns away the number of one path said of another", () => {
    fc.assert(
      fc.property(written, ({ facts, fact, at, write, digits, decimals, scale }) => {
        const other = facts.facts.findIndex(
          ({ value, unit }, i) =>
            i !== at && (unit !== fact.unit || Math.abs(value / scale - digits) > 10 ** -decimals),
        );
        fc.pre(other >= 0);

        expect(
          checkNarration(`The value of dx-use${other}-1 is ${write(grouped(digits, decimals))}.`, facts).isTrue,
        ).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  it("never throws, whatever the text and the names are", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.array(fc.string({ unit: "binary" })), (text, names) => {
        expect(checkNarration(text, { topic: "", facts: [], names, text: "" })).toHaveProperty("isTrue");
      }),
    );
  });
});
