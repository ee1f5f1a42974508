/** An IPv4 address as a number. */
export function toNumber(address: string): number {
  const [a = 0, b = 0, c = 0, d = 0] = address.split(".").map(Number);
  return ((a << 24) | (b << 16) | (c << 8) | d) >>> 0;
}

const cache = new Map<string, { readonly base: number; readonly mask: number; readonly bits: number }>();

/** A range as numbers; ranges are few, so they are remembered. */
function rangeOf(cidr: string) {
  const known = cache.get(cidr);
  if (known) return known;
  const [address = "0.0.0.0", length = "32"] = cidr.split("/");
  const bits = Number(length);
  const mask = bits === 0 ? 0 : (0xffffffff << (32 - bits)) >>> 0;
  const range = { base: (toNumber(address) & mask) >>> 0, mask, bits };
  cache.set(cidr, range);
  return range;
}

/** True if the address lies in the range. */
export function contains(cidr: string, address: string): boolean {
  const { base, mask } = rangeOf(cidr);
  return (toNumber(address) & mask) >>> 0 === base;
}

/** Length of a range's prefix, bits. */
export const prefixBits = (cidr: string): number => rangeOf(cidr).bits;
/** True if `inner` lies wholly in `outer`. */
export const covers = (outer: string, inner: string): boolean =>
  prefixBits(outer) <= prefixBits(inner) && contains(outer, inner.split("/")[0] ?? "");

/** The range with its host bits at zero: `10.9.0.5/16` → `10.9.0.0/16`. */
export function canonical(cidr: string): string {
  const { base, bits } = rangeOf(cidr);
  return `${dotted(base)}/${bits}`;
}

/** The address at that place of a range, beginning anew at its end. */
export function addressIn(cidr: string, place: number): string {
  const { base, bits } = rangeOf(cidr);
  return dotted(base + (place % 2 ** (32 - bits)));
}

/** A number as an IPv4 address. */
export const dotted = (number: number): string => [24, 16, 8, 0].map((shift) => (number >>> shift) & 0xff).join(".");
