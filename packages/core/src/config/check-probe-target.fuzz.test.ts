import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { whyNotProbed } from "./check-probe-target.ts";

const byte = fc.integer({ min: 0, max: 255 });
const dotted = (value: number): string => [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join(".");
const numberOf = (address: string): number => address.split(".").reduce((sum, one) => sum * 256 + Number(one), 0);
const address = fc.tuple(byte, byte, byte, byte).map((bytes) => bytes.join("."));
/** A range and an address in it, that is neither its first nor its last. */
const inside = fc
  .tuple(address, fc.integer({ min: 8, max: 30 }), fc.double({ min: 0, max: 1, noNaN: true }))
  .map(([any, length, share]) => {
    const size = 2 ** (32 - length);
    const first = Math.floor(numberOf(any) / size) * size;
    return { cidr: `${any}/${length}`, host: dotted(first + 1 + Math.floor(share * (size - 3))) };
  });
const isSpecial = (host: string): boolean => {
  const [a = 0, b = 0, c = 0] = host.split(".").map(Number);
  const link = a === 169 && b === 254;
  return a === 0 || a === 127 || a >= 224 || link || (a === 168 && b === 63 && c === 129) || a === 100 || a === 192;
};
const rules = (allowedCidrs: string[], isLoopbackAllowed = false) => ({ allowedCidrs, isLoopbackAllowed });

describe("core/config/check-probe-target", () => {
  it("lets every ordinary address of a declared range be probed", () => {
    fc.assert(
      fc.property(inside, ({ cidr, host }) => {
        fc.pre(!isSpecial(host));
        expect(whyNotProbed(host, rules([cidr]))).toBeUndefined();
      }),
    );
  });

  it("lets nothing outside the declared ranges be probed", () => {
    fc.assert(
      fc.property(address, inside, (host, { cidr }) => {
        const size = 2 ** (32 - Number(cidr.split("/")[1]));
        fc.pre(Math.floor(numberOf(host) / size) !== Math.floor(numberOf(cidr.split("/")[0] ?? "") / size));
        expect(whyNotProbed(host, rules([cidr]))).toContain(host);
      }),
    );
  });

  it("never lets metadata, loopback, multicast and broadcast be probed, whatever is declared", () => {
    const never = fc.oneof(
      fc.constantFrom("169.254.169.254", "169.254.170.2", "168.63.129.16", "100.100.100.200", "192.0.0.192"),
      fc.tuple(fc.constantFrom(0, 127), byte, byte, byte).map((bytes) => bytes.join(".")),
      fc.tuple(fc.integer({ min: 224, max: 255 }), byte, byte, byte).map((bytes) => bytes.join(".")),
    );
    const anything: fc.Arbitrary<string[]> = fc.constantFrom<string[][]>(
      ["0.0.0.0/0"],
      ["169.254.169.254/32", "127.0.0.0/8", "224.0.0.0/3", "0.0.0.0/1"],
    );

    fc.assert(fc.property(never, anything, (host, all) => whyNotProbed(host, rules(all)) !== undefined));
  });

  it("takes nothing for an address that is not written in the one usual form", () => {
    const other = fc.oneof(
      fc.string(),
      address.map((one) => `0x${numberOf(one).toString(16)}`),
      address.map((one) => String(numberOf(one))),
      address.map((one) => `::ffff:${one}`),
      address.map((one) => `0${one}`),
      address.map((one) => `${one}.`),
      fc.constantFrom("fd00:ec2::254", "metadata.google.internal", "localhost", "10.1", "10.1.0.10 ", "10.1.0.256"),
    );

    fc.assert(
      fc.property(other, (host) => {
        fc.pre(!/^\d{1,3}(\.\d{1,3}){3}$/.test(host) || host.startsWith("0"));
        return whyNotProbed(host, rules(["0.0.0.0/0"], true)) !== undefined;
      }),
    );
  });
});
