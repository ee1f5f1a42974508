import { prefixBits, toNumber } from "../../world/prefix.ts";

/** The address at that place of a range, beginning anew at its end. */
export function addressIn(cidr: string, place: number): string {
  const [base = "0.0.0.0"] = cidr.split("/");
  return dotted(toNumber(base) + (place % 2 ** (32 - prefixBits(cidr))));
}

export const dotted = (number: number): string => [24, 16, 8, 0].map((shift) => (number >>> shift) & 0xff).join(".");
