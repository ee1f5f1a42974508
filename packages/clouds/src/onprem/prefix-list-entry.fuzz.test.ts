import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sequenceOf } from "./prefix-list-entry.ts";

/** Ranges of the addresses that hosts have, 1.0.0.0 to 223.255.255.255, with their host bits at zero. */
const prefix = fc
  .tuple(fc.integer({ min: 0x01_00_00_00, max: 0xdf_ff_ff_ff }), fc.integer({ min: 8, max: 31 }))
  .map(([address, bits]) => {
    const first = Math.floor(address / 2 ** (32 - bits)) * 2 ** (32 - bits);
    return `${[24, 16, 8, 0].map((shift) => (first >>> shift) & 0xff).join(".")}/${bits}`;
  });
/** A range and the one it is half of: the nearest that two can be. */
const nested = prefix.map((one) => {
  const [address = "", bits = ""] = one.split("/");
  return [one, `${address}/${Number(bits) + 1}`] as const;
});

describe("clouds/onprem/prefix-list-entry", () => {
  it("numbers an entry by its prefix, as FRR takes it and before the end of the list", () => {
    fc.assert(
      fc.property(prefix, (one) => {
        expect(sequenceOf(one)).toMatch(/^[1-9]\d*$/);
        expect(Number(sequenceOf(one))).toBeLessThan(4_294_967_294);
      }),
    );
    expect(["10.9.0.0/16", "10.8.0.0/15"].map(sequenceOf)).toEqual(["168394752", "168361984"]);
  });

  it("gives no two prefixes one number, down to /31", () => {
    fc.assert(
      fc.property(fc.oneof(fc.tuple(prefix, prefix), nested), ([one, other]) => {
        fc.pre(one !== other && !other.endsWith("/32"));
        expect(sequenceOf(one)).not.toBe(sequenceOf(other));
      }),
    );
  });
});
