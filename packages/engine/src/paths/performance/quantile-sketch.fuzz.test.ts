import { QuantileSketch, SKETCH_BUCKET_COUNT } from "@skylane/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addValues, emptySketch, fade, mergeSketches, quantileOf, weightOf } from "./quantile-sketch.ts";

/** Round trips from 0.05 to 2,000 ms: 530 buckets, twice what is kept. */
const rtts = fc.array(fc.double({ min: 0.05, max: 2_000, noNaN: true }), { minLength: 1, maxLength: 400 });
/** A tenth to a minute of a continent: always fits. */
const narrow = fc.array(fc.double({ min: 1, max: 100, noNaN: true }), { minLength: 1, maxLength: 400 });
const sketch = (values: readonly number[]) => addValues(emptySketch, values);
const exact = (values: readonly number[], rank: number) =>
  [...values].sort((a, b) => a - b)[Math.floor(rank * (values.length - 1))] ?? 0;

describe("engine/paths/performance/quantile-sketch", () => {
  it("is within 1 % of every quantile", () => {
    fc.assert(
      fc.property(narrow, fc.double({ min: 0, max: 1, noNaN: true }), (values, rank) => {
        const truth = exact(values, rank);
        expect(Math.abs((quantileOf(sketch(values), rank) ?? 0) / truth - 1)).toBeLessThan(0.0101);
      }),
    );
  });

  it("merged is the sketch of both, in whatever order, however small they had to be made", () => {
    fc.assert(
      fc.property(rtts, rtts, rtts, (a, b, c) => {
        const whole = sketch([...a, ...b, ...c]);
        expect(mergeSketches(mergeSketches(sketch(a), sketch(b)), sketch(c))).toEqual(whole);
        expect(mergeSketches(sketch(c), mergeSketches(sketch(b), sketch(a)))).toEqual(whole);
      }),
    );
  });

  it("comes back from JSON as it went, small, with nothing lost", () => {
    fc.assert(
      fc.property(rtts, (values) => {
        const full = sketch(values);
        const text = JSON.stringify(full);
        expect(QuantileSketch.parse(JSON.parse(text))).toEqual(full);
        expect(text.length).toBeLessThan(4_096);
        expect(full.indexes.length).toBeLessThanOrEqual(SKETCH_BUCKET_COUNT);
        expect(weightOf(full)).toBe(values.length);
      }),
    );
  });

  it("keeps its high quantiles when its low ones are merged", () => {
    const values = Array.from({ length: 5_000 }, (_, i) => 0.001 * 1.004 ** i);

    for (const rank of [0.9, 0.99, 1])
      expect(Math.abs((quantileOf(sketch(values), rank) ?? 0) / exact(values, rank) - 1)).toBeLessThan(0.0101);
  });

  it("stays below 4 KB with a year of samples in every bucket, faded to fractions", () => {
    const values = Array.from({ length: 300 }, (_, i) => 0.5 * 1.03 ** i);
    const year = addValues(emptySketch, values, 1_752_000);

    expect(JSON.stringify(fade(year, 0.9057)).length).toBeLessThan(4_096);
  });

  it("forgets what fades, and keeps the median while it does", () => {
    const once = addValues(emptySketch, [10, 20, 30], 40);

    expect(quantileOf(fade(once, 0.5), 0.5)).toBe(quantileOf(once, 0.5));
    expect(weightOf(fade(once, 0.5))).toBe(60);
    expect(fade(once, 0.0001)).toEqual(emptySketch);
  });

  it("knows no quantile of nothing, and takes zero for zero", () => {
    expect(quantileOf(emptySketch, 0.5)).toBeUndefined();
    expect(quantileOf(sketch([0, 0, 5]), 0.5)).toBe(0);
  });
});
