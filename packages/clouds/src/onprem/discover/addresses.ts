/** An IPv4 address or range as numbers; `undefined` for anything else, so that text from outside breaks nothing. */
export interface Range {
  readonly first: number;
  readonly last: number;
  readonly bits: number;
}

const PART = "(25[0-5]|2[0-4]\\d|1?\\d?\\d)";
const CIDR = new RegExp(`^${PART}\\.${PART}\\.${PART}\\.${PART}(?:/(3[0-2]|[12]?\\d))?$`);

/** The range an address with a length lies in; without a length the address alone. */
export function rangeOf(text: string): Range | undefined {
  const match = CIDR.exec(text);
  if (!match) return undefined;
  const [a = 0, b = 0, c = 0, d = 0] = match.slice(1, 5).map(Number);
  const bits = match[5] === undefined ? 32 : Number(match[5]);
  const size = 2 ** (32 - bits);
  const first = Math.floor((a * 2 ** 24 + b * 2 ** 16 + c * 2 ** 8 + d) / size) * size;
  return { first, last: first + size - 1, bits };
}

/** `10.9.0.1/16` → `10.9.0.0/16` */
export function subnetOf(address: string): string | undefined {
  const range = rangeOf(address);
  return (
    range && `${[24, 16, 8, 0].map((shift) => Math.floor(range.first / 2 ** shift) % 256).join(".")}/${range.bits}`
  );
}

/** `169.254.1.1/30` → `169.254.1.1` */
export const addressOf = (text: string): string => text.split("/")[0] ?? "";

/** True if `inner` lies wholly in `outer`. */
export function holds(outer: string, inner: string): boolean {
  const [out, within] = [rangeOf(outer), rangeOf(inner)];
  return out !== undefined && within !== undefined && out.first <= within.first && within.last <= out.last;
}

/** Of no use on the internet: private, shared, link-local, loopback. */
const NOT_PUBLIC = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "169.254.0.0/16", "127.0.0.0/8"];

/** True for an IPv4 address that can be on the internet. */
export const isPublic = (address: string): boolean =>
  rangeOf(address) !== undefined && address !== "0.0.0.0" && !NOT_PUBLIC.some((range) => holds(range, address));
