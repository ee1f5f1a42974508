/** First and last address of a range, as numbers. */
export interface Range {
  readonly first: number;
  readonly last: number;
}

const SHAPE = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?:\/(\d{1,2}))?$/;

/** The range that an IPv4 address or CIDR means; undefined for any other text. */
export function rangeOf(text: string): Range | undefined {
  const parts = SHAPE.exec(text)
    ?.slice(1)
    .map((part) => (part === undefined ? 32 : Number(part)));
  if (!parts) return undefined;
  const bits = parts.pop() ?? 32;
  if (bits > 32 || parts.some((part) => part > 255)) return undefined;
  const size = 2 ** (32 - bits);
  const address = parts.reduce((sum, part) => sum * 256 + part, 0);
  const first = address - (address % size);
  return { first, last: first + size - 1 };
}

export const overlap = (a: Range, b: Range): boolean => a.first <= b.last && b.first <= a.last;
