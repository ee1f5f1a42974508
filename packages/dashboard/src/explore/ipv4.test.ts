import { describe, expect, it } from "vitest";
import { overlap, type Range, rangeOf } from "./ipv4.ts";

const range = (text: string): Range => {
  const found = rangeOf(text);
  if (!found) throw new Error(`${text} is no range`);
  return found;
};

describe("dashboard/explore/ipv4", () => {
  it("reads an address and a range, whatever host bits it has", () => {
    expect(range("10.1.2.3")).toEqual({ first: 167_838_211, last: 167_838_211 });
    expect(range("10.1.2.3/16")).toEqual(range("10.1.0.0/16"));
    expect(range("0.0.0.0/0")).toEqual({ first: 0, last: 2 ** 32 - 1 });
    expect(range("255.255.255.255").last).toBe(2 ** 32 - 1);
  });

  it.each(["10.1.2", "10.1.2.256", "10.0.0.0/33", "10.1.2.3.4", "vpc-10.1.2.3", ""])(
    "does not take %j for one",
    (text) => {
      expect(rangeOf(text)).toBeUndefined();
    },
  );

  it("knows which ranges overlap", () => {
    expect(overlap(range("10.1.0.0/16"), range("10.1.200.7"))).toBe(true);
    expect(overlap(range("10.0.0.0/8"), range("10.1.0.0/16"))).toBe(true);
    expect(overlap(range("10.1.0.0/16"), range("10.2.0.0/16"))).toBe(false);
  });
});
