import { describe, expect, it } from "vitest";
import { keyBefore, positionOf } from "./position.ts";

const at = (hour: number) => ({
  key: `2026-11-21T0${hour}:00:00.000Z`,
  atMs: Date.parse(`2026-11-21T0${hour}:00:00.000Z`),
});
const looks = [at(1), at(2), at(4)];

describe("dashboard/explore/time/position", () => {
  it("puts now after the last look, and each look where it is", () => {
    expect(positionOf(looks, undefined)).toBe(3);
    expect(looks.map(({ key }) => positionOf(looks, key))).toEqual([0, 1, 2]);
  });

  it("puts a look that is not kept at the one before it, and at the first if there is none", () => {
    expect(positionOf(looks, at(3).key)).toBe(1);
    expect(positionOf(looks, at(0).key)).toBe(0);
  });

  it("compares with the look before, and the first with none", () => {
    expect(keyBefore(looks, at(4).key)).toBe(at(2).key);
    expect(keyBefore(looks, at(3).key)).toBe(at(2).key);
    expect(keyBefore(looks, at(1).key)).toBeUndefined();
    expect(keyBefore([], at(1).key)).toBeUndefined();
  });
});
