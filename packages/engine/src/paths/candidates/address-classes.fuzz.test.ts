import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { longestMatch } from "../../topology/index.ts";
import { addressClasses, addressNumber } from "./address-classes.ts";

const address = fc
  .tuple(fc.constant(10), fc.nat({ max: 3 }), fc.nat({ max: 3 }), fc.nat({ max: 255 }))
  .map((bytes) => bytes.join("."));
const prefix = fc.tuple(address, fc.constantFrom(8, 15, 16, 24, 30, 32)).map(([at, bits]) => `${at}/${bits}`);

describe("engine/paths/candidates/address-classes", () => {
  it("gives one number only to addresses that are in the same prefixes", () => {
    fc.assert(
      fc.property(fc.array(prefix, { maxLength: 8 }), fc.array(address, { maxLength: 8 }), (prefixes, addresses) => {
        const classOf = addressClasses([...prefixes, "2001:db8::/32", "nonsense"]);
        const holders = (one: number) => prefixes.filter((each) => longestMatch([each], one) !== undefined).join();
        const byClass = Map.groupBy(
          addresses.map((one) => addressNumber(one) ?? -1),
          classOf,
        );

        for (const group of byClass.values()) expect(new Set(group.map(holders)).size).toBe(1);
      }),
      { numRuns: 500 },
    );
  });

  it("keeps addresses together that nothing tells apart, and knows what is no address", () => {
    const classOf = addressClasses(["10.1.0.0/16"]);
    const at = (ip: string) => classOf(addressNumber(ip) ?? -1);

    expect(at("10.1.0.0")).toBe(at("10.1.255.255"));
    expect(at("10.2.0.0")).not.toBe(at("10.1.255.255"));
    expect(at("10.0.255.255")).not.toBe(at("10.1.0.0"));
    expect(["10.1.0", "10.1.0.256", "::1", ""].map(addressNumber)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });
});
