import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addMoney, type Money, moneyNumber, moneyOf, moneyText, readMoney, splitMoney, ZERO } from "./money.ts";

const amounts = fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n }).map((size) => size as Money);

describe("core/units/money", () => {
  it("is read and written without loss", () => {
    fc.assert(
      fc.property(amounts, (amount) => {
        expect(readMoney(moneyText(amount))).toBe(amount);
      }),
    );
  });

  it.each([
    ["0.00000080000", 800_000n],
    ["-12", -12_000_000_000_000n],
    ["1E-7", 100_000n],
    ["2.5e3", 2_500_000_000_000_000n],
    [".5", 500_000_000_000n],
    ["0.0000000000005", 1n],
    ["-0.0000000000004", 0n],
  ])("reads %s", (text, size) => {
    expect(readMoney(text)).toBe(size);
  });

  it("reads a plain number as it reads one with a sign", () => {
    const plain = fc.string({ unit: fc.constantFrom(..."0123456789.9"), maxLength: 20 });
    fc.assert(
      fc.property(plain, (text) => {
        expect(readMoney(text)).toBe(readMoney(`+${text}`));
      }),
      { numRuns: 2_000 },
    );
  });

  it.each(["", ".", "1,5", "1 000", "$3", "NaN", "Infinity", "0x10", "1e999", "--1", "1.2.3"])(
    "reads no %j",
    (text) => {
      expect(readMoney(text)).toBeUndefined();
    },
  );

  it("refuses what is no amount", () => {
    for (const amount of [Number.NaN, Number.POSITIVE_INFINITY]) expect(() => moneyOf(amount)).toThrow(RangeError);
    expect(moneyText(moneyOf(0.1))).toBe("0.1");
  });

  it("shares add up to the amount exactly, and keep to the proportions", () => {
    const weights = fc
      .array(fc.double({ min: 0, max: 1e15, noNaN: true }), { minLength: 1, maxLength: 40 })
      .filter((all) => all.some((weight) => weight > 1e-300));
    fc.assert(
      fc.property(amounts, weights, (amount, all) => {
        const shares = splitMoney(amount, all);

        expect(addMoney(...shares)).toBe(amount);
        const whole = all.reduce((sum, weight) => sum + weight, 0);
        for (const [i, share] of shares.entries()) {
          expect(share === ZERO || share < 0n === amount < 0n).toBe(true);
          expect(Math.abs(Number(share) - Number(amount) * ((all[i] ?? 0) / whole))).toBeLessThan(
            Math.abs(Number(amount)) * 1e-9 + 2,
          );
        }
      }),
    );
  });

  it.each([[[]], [[0, 0]], [[1, -1]], [[Number.NaN, 1]], [[Number.POSITIVE_INFINITY, 1]]])(
    "cannot be shared by weights %j",
    (weights) => {
      expect(() => splitMoney(1n as Money, weights)).toThrow(RangeError);
    },
  );

  it("is a number to the millionth for people", () => {
    expect(moneyNumber(readMoney("-45.0000005") ?? ZERO)).toBe(-45.000001);
  });
});
