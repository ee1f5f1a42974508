/**
 * Tells apart addresses that some announcement tells apart: two addresses with the same number are in exactly the same of these
 * prefixes. Answers after a binary search; what is no IPv4 prefix is left out.
 */
export function addressClasses(prefixes: Iterable<string>): (address: number) => number {
  const borders = new Set<number>();
  for (const prefix of prefixes) {
    const [address = "", bits = "32"] = prefix.split("/");
    const at = addressNumber(address);
    if (at === undefined || !/^\d{1,2}$/.test(bits)) continue;
    const size = 2 ** (32 - Number(bits));
    const first = at - (at % size);
    borders.add(first).add(first + size);
  }
  const sorted = Float64Array.from(borders).sort();
  return (address) => {
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sorted[middle] as number) <= address) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}

/** An IPv4 address as an unsigned number of 32 bits; `undefined` for what is none. */
export function addressNumber(address: string): number | undefined {
  const bytes = address.split(".");
  if (bytes.length !== 4 || !bytes.every((byte) => /^\d{1,3}$/.test(byte) && Number(byte) <= 255)) return undefined;
  return bytes.reduce((sum, byte) => sum * 256 + Number(byte), 0);
}
