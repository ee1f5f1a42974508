import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { covers, longestCover, prefixBits } from "./covers.ts";

const address = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const text = (number: number): string => [24, 16, 8, 0].map((shift) => (number >>> shift) & 0xff).join(".");
const network = (number: number, bits: number): string =>
  `${text(bits === 0 ? 0 : ((number >>> (32 - bits)) << (32 - bits)) >>> 0)}/${bits}`;
const range = fc.tuple(address, fc.integer({ min: 0, max: 32 })).map(([number, bits]) => network(number, bits));

describe("clouds/aws/covers", () => {
  it("says that a range covers every part of itself, and none that is shorter", () => {
    fc.assert(
      fc.property(address, fc.integer({ min: 0, max: 32 }), fc.integer({ min: 0, max: 32 }), (number, one, other) => {
        const [short, long] = one < other ? [one, other] : [other, one];
        expect(covers(network(number, short), network(number, long))).toBe(true);
        expect(covers(network(number, long), network(number, short))).toBe(short === long);
      }),
    );
  });

  it("says that ranges which differ within the shorter prefix do not cover each other", () => {
    fc.assert(
      fc.property(address, fc.integer({ min: 1, max: 32 }), fc.nat(31), (number, bits, at) => {
        const flipped = (number ^ (1 << (31 - (at % bits)))) >>> 0;
        expect(covers(network(number, bits), network(flipped, 32))).toBe(false);
      }),
    );
  });

  it("finds the longest of the ranges that cover one, in whatever order they come", () => {
    fc.assert(
      fc.property(fc.array(range), range, (ranges, wanted) => {
        const found = longestCover(
          ranges.map((prefix) => ({ prefix })),
          wanted,
        );
        const lengths = ranges.filter((one) => covers(one, wanted)).map(prefixBits);
        expect(found && prefixBits(found.prefix)).toBe(lengths.length > 0 ? Math.max(...lengths) : undefined);
      }),
    );
  });
});
