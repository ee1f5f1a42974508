import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { holds, isPublic, rangeOf, subnetOf } from "./addresses.ts";

describe("clouds/onprem/addresses", () => {
  it.each([
    ["10.9.0.1/16", "10.9.0.0/16"],
    ["169.254.10.2/30", "169.254.10.0/30"],
    ["203.0.113.7", "203.0.113.7/32"],
    ["255.255.255.255/1", "128.0.0.0/1"],
    ["10.9.0.1/0", "0.0.0.0/0"],
  ])("%s lies in %s", (address, subnet) => {
    expect(subnetOf(address)).toBe(subnet);
  });

  it.each(["", "fd00::1/64", "1.2.3", "1.2.3.4/33", "256.0.0.1", "01.2.3.4.5", " 1.2.3.4"])(
    "takes %j for no IPv4 address",
    (text) => {
      expect(rangeOf(text)).toBeUndefined();
    },
  );

  it.each([
    ["198.51.100.1", true],
    ["10.0.0.1", false],
    ["172.31.255.255", false],
    ["172.32.0.0", true],
    ["100.64.0.1", false],
    ["169.254.1.1", false],
    ["0.0.0.0", false],
    ["any", false],
  ])("%s on the internet: %s", (address, expected) => {
    expect(isPublic(address)).toBe(expected);
  });

  it("a subnet holds its own addresses and no network before it", () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.integer({ min: 1, max: 32 }), (address, bits) => {
        const subnet = subnetOf(`${address}/${bits}`) ?? "";
        expect(holds(subnet, address)).toBe(true);
        expect(holds(subnet, "0.0.0.0/0")).toBe(false);
      }),
    );
  });
});
