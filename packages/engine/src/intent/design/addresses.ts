import type { SeenNetwork } from "@skylane/core";
import { cidrsOverlap, rangeOf } from "../../topology/index.ts";

/** Dotted quad of an unsigned 32-bit number. */
export const ipOf = (value: number): string =>
  [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255].join(".");

/** The `n`th address of a range; the 0th is the network itself. */
export const addressIn = (cidr: string, n: number): string => ipOf((rangeOf(cidr)?.first ?? 0) + n);

/** Azure's gateways take APIPA addresses in this range only (Azure VPN gateway docs, "Configure BGP"). */
export const AZURE_INSIDE = { first: "169.254.21.0", last: "169.254.22.255" } as const;
/**
 * Where no Azure gateway is: the rest of the range is left to Azure. AWS reserves 169.254.0.0/30 to 169.254.5.0/30 and
 * 169.254.169.252/30; 169.254.169.254 is the metadata service everywhere.
 */
const OTHER_INSIDE = { first: "169.254.32.0", last: "169.254.168.255" } as const;

/** Hands out the ranges of /30 inside tunnels: never one that a gateway at either end uses. */
export interface InsidePool {
  take(gatewayKeys: readonly string[], isAzure: boolean): string | undefined;
}

/** A pool in which the ranges around `used` addresses, by key of their gateway, are taken, and those of `everywhere` at all. */
export function insidePool(used: ReadonlyMap<string, readonly string[]>, everywhere: readonly string[]): InsidePool {
  const taken = new Map([...used].map(([key, addresses]) => [key, slotsOf(addresses)]));
  const never = slotsOf(everywhere);
  const at = (key: string): Set<number> => {
    const set = taken.get(key) ?? new Set<number>();
    taken.set(key, set);
    return set;
  };
  return {
    take(gatewayKeys, isAzure) {
      const { first, last } = isAzure ? AZURE_INSIDE : OTHER_INSIDE;
      const end = rangeOf(last)?.first ?? 0;
      for (let slot = rangeOf(first)?.first ?? 0; slot <= end; slot += 4) {
        if (never.has(slot) || gatewayKeys.some((key) => at(key).has(slot))) continue;
        for (const key of gatewayKeys) at(key).add(slot);
        return `${ipOf(slot)}/30`;
      }
      return undefined;
    },
  };
}

const slotsOf = (addresses: readonly string[]): Set<number> =>
  new Set(addresses.flatMap((address) => slotOf(rangeOf(address)?.first ?? 0)));
const slotOf = (address: number): number => address - (address % 4);

/** The first range of that size in the network that touches none of its parts and none of `taken`; `undefined` = it is full. */
export function freeRange(
  network: Pick<SeenNetwork, "cidrs" | "subnets">,
  bits: number,
  taken: readonly string[],
): string | undefined {
  const used = [...(network.subnets ?? []).map(({ cidr }) => cidr), ...taken].flatMap((cidr) => rangeOf(cidr) ?? []);
  const size = 2 ** (32 - bits);
  for (const cidr of network.cidrs) {
    const range = rangeOf(cidr);
    if (!range) continue;
    let first = Math.ceil(range.first / size) * size;
    while (first + size - 1 <= range.last) {
      const hit = used.find((one) => one.first <= first + size - 1 && first <= one.last);
      if (!hit) return `${ipOf(first)}/${bits}`;
      first = Math.ceil((hit.last + 1) / size) * size;
    }
  }
  return undefined;
}

/** A range of `bits` for translated addresses that nothing of the estate uses (RFC 6598 shared space); `undefined` = none is left. */
export function translationRange(bits: number, used: readonly string[]): string | undefined {
  const size = 2 ** (32 - bits);
  const space = rangeOf("100.64.0.0/10");
  if (!space || bits < 10) return undefined;
  for (let first = space.first; first + size - 1 <= space.last; first += size) {
    const cidr = `${ipOf(first)}/${bits}`;
    if (!used.some((one) => cidrsOverlap(one, cidr))) return cidr;
  }
  return undefined;
}
