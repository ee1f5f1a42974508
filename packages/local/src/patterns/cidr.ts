import { BlockList, isIP } from "node:net";
import { InvalidPatternError } from "./invalid-pattern-error.ts";

/** The range, if it is one: `10.0.0.0/8`, `2001:db8::/32`, or a single address. @throws InvalidPatternError */
export function checkCidr(cidr: string, at: string): string {
  const [address = "", bits, ...rest] = cidr.split("/");
  const family = isIP(address);
  const maxBits = family === 4 ? 32 : 128;
  const isGood =
    family !== 0 && rest.length === 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= maxBits));
  if (!isGood)
    throw new InvalidPatternError(at, `"${cidr}" must be an address range such as 10.0.0.0/8 or 2001:db8::/32`);
  return cidr;
}

const lists = new Map<string, BlockList>();

/** True if `text` is an address inside the range. */
export function isInCidr(text: string, cidr: string): boolean {
  const family = isIP(text);
  if (family === 0) return false;
  return listOf(cidr).check(text, family === 4 ? "ipv4" : "ipv6");
}

function listOf(cidr: string): BlockList {
  const known = lists.get(cidr);
  if (known) return known;
  const [address = "", bits] = cidr.split("/");
  const family = isIP(address) === 4 ? "ipv4" : "ipv6";
  const list = new BlockList();
  if (bits === undefined) list.addAddress(address, family);
  else list.addSubnet(address, Number(bits), family);
  lists.set(cidr, list);
  return list;
}
