import type { ProvisionStep, Topology } from "@skylane/core";
import { insidePool } from "./addresses.ts";
import type { Hub } from "./hubs.ts";

/** Answers the range inside a tunnel: the one it was made with, else one that is free at both of its ends; `undefined` = none is. */
export type InsideOf = (tunnelKey: string, hubs: readonly Hub[]) => string | undefined;

const LINK_LOCAL = /\b169\.254\.\d{1,3}\.\d{1,3}\b/g;

/** Ranges inside tunnels as the estate shows them, and as runs have taken them: those are kept free at every gateway. */
export function insideRanges({ connections, gateways }: Topology, made: readonly ProvisionStep[]): InsideOf {
  const used = new Map<string, readonly string[]>();
  const use = (key: string, addresses: readonly string[]): void =>
    void used.set(key, [...(used.get(key) ?? []), ...addresses]);
  for (const { sightings } of connections)
    for (const { at, join } of sightings)
      for (const { localInsideIp, peerInsideIp } of [join, ...(join.others ?? [])])
        use(
          at,
          [localInsideIp, peerInsideIp].flatMap((ip) => ip ?? []),
        );
  for (const { key, handles } of gateways) use(key, handles?.bgpAddresses?.match(LINK_LOCAL) ?? []);
  const madeAddresses = made.flatMap(({ desired }) => JSON.stringify(desired).match(LINK_LOCAL) ?? []);
  const pool = insidePool(used, madeAddresses);
  const given = new Map<string, string | undefined>();
  const find: InsideOf = (tunnelKey, hubs) => {
    const before = made.find(({ key }) => key.startsWith(`${tunnelKey}/`));
    const [address] = (before && JSON.stringify(before.desired).match(LINK_LOCAL)) ?? [];
    if (address !== undefined)
      return `${address.replace(/\d+$/, (last) => String(Number(last) - (Number(last) % 4)))}/30`;
    return pool.take(
      hubs.map(({ key }) => key),
      hubs.some(({ cloud }) => cloud === "azure"),
    );
  };
  return (tunnelKey, hubs) => {
    if (!given.has(tunnelKey)) given.set(tunnelKey, find(tunnelKey, hubs));
    return given.get(tunnelKey);
  };
}
