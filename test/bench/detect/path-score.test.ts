import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { heldOutPathScore } from "./path-hold-out.ts";
import { matched, pathScore } from "./path-score.ts";

describe("bench/detect/path-score", () => {
  it("takes a change found within five samples for the labelled one", () => {
    expect(matched({ labelled: [100, 200, 300], found: [95, 206, 305] })).toBe(2);
  });

  it("uses each change found once", () => {
    expect(matched({ labelled: [100, 103], found: [101] })).toBe(1);
    expect(matched({ labelled: [100, 103], found: [101, 108] })).toBe(2);
  });

  it("weighs traces alike however many changes they have", () => {
    const score = pathScore([
      { labelled: [10], found: [10] },
      { labelled: [10, 50, 90, 130], found: [] },
    ]);
    expect(score).toMatchObject({ macroF1: 0.5, macroPrecision: 0.5, macroRecall: 0.5, misses: 4, falseAlarms: 0 });
  });

  it("is 1 for what is labelled and never more for anything else", () => {
    const samples = fc.uniqueArray(fc.nat(500), { minLength: 1 });
    fc.assert(
      fc.property(samples, samples, (labelled, found) => {
        expect(pathScore([{ labelled, found: labelled }]).macroF1).toBe(1);
        const hits = matched({ labelled, found });
        expect(hits).toBeLessThanOrEqual(Math.min(labelled.length, found.length));
        expect(hits).toBe(matched({ labelled: found, found: labelled }));
      }),
    );
  });

  it("judges a trace with what did best on the others", () => {
    const good = (sample: number) => ({ labelled: [sample], found: [sample] });
    const bad = (sample: number) => ({ labelled: [sample], found: [] });
    // without a trace that the first gets right, the second is the better one, and the other way round
    const first = [good(10), good(20), bad(30), bad(40)];
    const second = [bad(10), bad(20), good(30), good(40)];
    expect(heldOutPathScore([first, second])).toMatchObject({ hits: 0, misses: 4 });
    expect(heldOutPathScore([first, [good(10), good(20), good(30), good(40)]]).hits).toBe(4);
  });
});
