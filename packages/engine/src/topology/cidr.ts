/** An IPv4 range as its first and last address, both as unsigned 32-bit numbers. */
interface Range {
  readonly first: number;
  readonly last: number;
}

const ranges = new Map<string, Range | undefined>();
const REMEMBERED = 100_000;

/** `undefined` for what is no IPv4 range: IPv6 is not compared. A plain address is a range of one. */
export function rangeOf(cidr: string): Range | undefined {
  if (ranges.has(cidr)) return ranges.get(cidr);
  const parsed = parse(cidr);
  if (ranges.size >= REMEMBERED) ranges.clear();
  ranges.set(cidr, parsed);
  return parsed;
}

function parse(cidr: string): Range | undefined {
  const [address = "", bits = "32"] = cidr.split("/");
  const bytes = address.split(".");
  if (bytes.length !== 4 || !bytes.every((byte) => /^\d{1,3}$/.test(byte) && Number(byte) <= 255)) return undefined;
  if (!/^\d{1,2}$/.test(bits) || Number(bits) > 32) return undefined;
  const size = 2 ** (32 - Number(bits));
  const value = bytes.reduce((sum, byte) => sum * 256 + Number(byte), 0);
  const first = value - (value % size);
  return { first, last: first + size - 1 };
}

/** True if every address of `inner` is in `outer`. */
export function cidrContains(outer: string, inner: string): boolean {
  const [large, small] = [rangeOf(outer), rangeOf(inner)];
  return large !== undefined && small !== undefined && large.first <= small.first && small.last <= large.last;
}

/** True if some address is in both. */
export function cidrsOverlap(one: string, other: string): boolean {
  const [a, b] = [rangeOf(one), rangeOf(other)];
  return a !== undefined && b !== undefined && a.first <= b.last && b.first <= a.last;
}
