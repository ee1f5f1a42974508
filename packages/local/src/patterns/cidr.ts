import { isIP } from "node:net";
import { InvalidPatternError } from "./invalid-pattern-error.ts";

/** A range of addresses as its first and last one, in hexadecimal digits. */
export interface AddressRange {
  readonly bottom: string;
  readonly top: string;
}

/**
 * The range of `10.0.0.0/8` or `2001:db8::/32`. As AWS's rules have it, the mask is at most one bit short of a whole address,
 * and addresses of both families are compared by their leading digits. @throws InvalidPatternError
 */
export function parseCidr(cidr: string, at: string): AddressRange {
  const [address = "", mask = "", ...rest] = cidr.split("/");
  const digits = toDigits(address);
  const bits = Number(mask);
  const totalBits = (digits?.length ?? 0) * 4;
  if (digits === undefined || rest.length > 0 || !/^\d{1,3}$/.test(mask) || bits >= totalBits)
    throw new InvalidPatternError(at, `"${cidr}" must be an address range such as 10.0.0.0/8 or 2001:db8::/32`);
  const host = (1n << BigInt(totalBits - bits)) - 1n;
  const value = BigInt(`0x${digits}`);
  const write = (number: bigint): string => number.toString(16).padStart(digits.length, "0");
  return { bottom: write(value & ~host), top: write(value | host) };
}

/** True if `text` is an address inside the range. */
export function isInRange(text: string, { bottom, top }: AddressRange): boolean {
  const digits = toDigits(text);
  return digits !== undefined && digits >= bottom && digits <= top;
}

/** An address as 8 or 32 hexadecimal digits; `undefined` if it is none. */
function toDigits(text: string): string | undefined {
  const family = isIP(text);
  if (family === 4)
    return text
      .split(".")
      .map((byte) => Number(byte).toString(16).padStart(2, "0"))
      .join("");
  if (family === 0 || text.includes(".") || text.includes("%")) return undefined;
  const [head = "", tail] = text.split("::");
  const groups = (part: string): string[] =>
    part === "" ? [] : part.split(":").map((group) => group.padStart(4, "0"));
  const [left, right] = [groups(head), groups(tail ?? "")];
  const missing = Array.from({ length: tail === undefined ? 0 : 8 - left.length - right.length }, () => "0000");
  return [...left, ...missing, ...right].join("").toLowerCase();
}
