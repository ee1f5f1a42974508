import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cidrContains, cidrsOverlap } from "../../topology/index.ts";
import { addressIn, freeRange, insidePool, translationRange } from "./addresses.ts";
import { freeAsn, isUsableAsn } from "./asns.ts";

describe("engine/intent/design/addresses", () => {
  it("counts addresses of a range", () => {
    expect([0, 1, 5].map((n) => addressIn("169.254.21.4/30", n))).toEqual([
      "169.254.21.4",
      "169.254.21.5",
      "169.254.21.9",
    ]);
  });

  it("gives out Azure's 128 ranges and then no more", () => {
    const pool = insidePool(new Map(), []);
    const given = Array.from({ length: 129 }, () => pool.take(["azure"], true));

    expect(new Set(given.slice(0, 128)).size).toBe(128);
    expect(given.slice(0, 128).every((cidr) => cidr !== undefined && /^169\.254\.2[12]\.\d+\/30$/.test(cidr))).toBe(
      true,
    );
    expect(given[128]).toBeUndefined();
    // another gateway has its own
    expect(pool.take(["other"], true)).toBe("169.254.21.0/30");
  });

  it("never gives out a range with an address in use, nor one that a cloud keeps for itself", () => {
    const address = fc
      .tuple(fc.integer({ min: 32, max: 168 }), fc.nat(255))
      .map(([third, fourth]) => `169.254.${third}.${fourth}`);
    fc.assert(
      fc.property(fc.array(address, { maxLength: 50 }), fc.integer({ min: 1, max: 40 }), (used, count) => {
        const pool = insidePool(new Map([["gw", used]]), []);
        const given = Array.from({ length: count }, () => pool.take(["gw", "far"], false) as string);

        for (const cidr of given) {
          expect(used.some((one) => cidrContains(cidr, one))).toBe(false);
          expect(cidrsOverlap(cidr, "169.254.0.0/21") || cidrsOverlap(cidr, "169.254.169.0/24")).toBe(false);
        }
        expect(new Set(given).size).toBe(count);
      }),
    );
  });

  it("finds a free part of a network, or says that there is none", () => {
    const subnet = fc
      .integer({ min: 20, max: 28 })
      .chain((bits) =>
        fc.nat(2 ** (bits - 16) - 1).map((i) => `${addressIn("10.1.0.0/16", i * 2 ** (32 - bits))}/${bits}`),
      );
    fc.assert(
      fc.property(fc.array(subnet, { maxLength: 20 }), fc.integer({ min: 20, max: 28 }), (cidrs, bits) => {
        const network = { cidrs: ["10.1.0.0/16"], subnets: cidrs.map((cidr) => ({ nativeId: cidr, cidr })) };
        const found = freeRange(network, bits, []);

        if (found === undefined) return;
        expect(cidrContains("10.1.0.0/16", found)).toBe(true);
        expect(cidrs.some((cidr) => cidrsOverlap(cidr, found))).toBe(false);
      }),
    );
    expect(
      freeRange({ cidrs: ["10.1.0.0/24"], subnets: [{ nativeId: "all", cidr: "10.1.0.0/24" }] }, 28, []),
    ).toBeUndefined();
    expect(freeRange({ cidrs: ["10.1.0.0/24"], subnets: [{ nativeId: "half", cidr: "10.1.0.0/25" }] }, 28, [])).toBe(
      "10.1.0.128/28",
    );
  });

  it("translates to a range that nothing uses", () => {
    expect(translationRange(16, ["100.64.0.0/16", "10.0.0.0/8"])).toBe("100.65.0.0/16");
    expect(translationRange(10, ["100.64.0.0/16"])).toBeUndefined();
    expect(translationRange(8, [])).toBeUndefined();
  });

  it("takes an ASN that every cloud takes and nobody has", () => {
    expect(freeAsn(new Set([64_620, 64_621]))).toBe(64_622);
    expect([64_512, 65_534, 4_200_000_000].every(isUsableAsn)).toBe(true);
    expect([0, 64_500, 65_518, 65_535, 23_456, 13_335].some(isUsableAsn)).toBe(false);
  });
});
