import { BlockList } from "node:net";

/** True if an IPv4 range lies wholly in another. */
export function covers(outer: string, inner: string): boolean {
  const [network = "", outerBits] = outer.split("/");
  const [first = "", innerBits] = inner.split("/");
  const range = new BlockList();
  range.addSubnet(network, Number(outerBits));
  return Number(outerBits) <= Number(innerBits) && range.check(first);
}

/** Length of a range's prefix, bits. */
export const prefixBits = (range: string): number => Number(range.split("/")[1]);

/** The longest of these that covers a range. */
export const longestCover = <T extends { readonly prefix: string }>(routes: readonly T[], range: string) =>
  routes
    .filter(({ prefix }) => covers(prefix, range))
    .toSorted((one, other) => prefixBits(other.prefix) - prefixBits(one.prefix))[0];
