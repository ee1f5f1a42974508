import type { Topology, TopologyConnection } from "@skylane/core";

/** Something that can be gone, and all that goes with it. */
export interface Failure {
  /** `<kind>:<what>`, e.g. `link:dx-use1-1`, `region:aws:us-east-1`. */
  readonly id: string;
  readonly kind: (typeof failureKinds)[number];
  /** As a person would say it. */
  readonly name: string;
  /** Connections that carry nothing then. */
  readonly connectionIds: ReadonlySet<string>;
  /** Networks that are gone then, with whoever talks from or to them. */
  readonly networkKeys: ReadonlySet<string>;
}

/** What can be made to fail. */
export const failureKinds = ["link", "network", "region", "carrier", "account"] as const;

/** Every single failure of an estate: each link, network, Region or site, carrier and account. */
export function failuresOf(topology: Topology): readonly Failure[] {
  const { connections, networks, gateways } = topology;
  const places = [...networks, ...gateways];
  const regionKeys = new Set(
    [...places, ...connections.flatMap(({ ends }) => ends)].flatMap(({ cloud, regionId }) =>
      cloud === undefined || !regionId ? [] : [`${cloud}:${regionId}`],
    ),
  );
  const accountKeys = new Set(
    [...places, ...connections.flatMap(({ ends }) => ends)].flatMap(({ cloud, accountId }) =>
      cloud === undefined || !accountId ? [] : [`${cloud}:${accountId}`],
    ),
  );
  const carriers = new Set(connections.flatMap(({ carrier }) => (carrier === undefined ? [] : [carrier])));
  const touching = (isGone: (end: TopologyConnection["ends"][number]) => boolean): ReadonlySet<string> =>
    new Set(connections.filter(({ ends }) => ends.some(isGone)).map(({ id }) => id));
  const keysOf = (isGone: (place: (typeof networks)[number]) => boolean): ReadonlySet<string> =>
    new Set(networks.filter(isGone).map(({ key }) => key));
  return [
    ...connections.map(
      (connection): Failure => ({
        id: `link:${connection.id}`,
        kind: "link",
        name: connection.isDeclared
          ? connection.id
          : (connection.sightings.find(({ name }) => name)?.name ?? connection.id),
        connectionIds: new Set([connection.id]),
        networkKeys: new Set(),
      }),
    ),
    ...networks.map(
      ({ key, name, nativeId }): Failure => ({
        id: `network:${key}`,
        kind: "network",
        name: name ?? nativeId,
        connectionIds: touching(({ at }) => at === key),
        networkKeys: new Set([key]),
      }),
    ),
    ...[...regionKeys].sort().map((region): Failure => {
      const isThere = (place: { cloud?: string | undefined; regionId?: string | undefined }) =>
        `${place.cloud}:${place.regionId}` === region;
      return {
        id: `region:${region}`,
        kind: "region",
        name: region.replace(":", " "),
        connectionIds: touching(isThere),
        networkKeys: keysOf(isThere),
      };
    }),
    ...[...carriers].sort().map(
      (carrier): Failure => ({
        id: `carrier:${carrier}`,
        kind: "carrier",
        name: carrier,
        connectionIds: new Set(connections.filter((one) => one.carrier === carrier).map(({ id }) => id)),
        networkKeys: new Set(),
      }),
    ),
    ...[...accountKeys].sort().map((account): Failure => {
      const isOf = (place: { cloud?: string | undefined; accountId?: string | undefined }) =>
        `${place.cloud}:${place.accountId}` === account;
      return {
        id: `account:${account}`,
        kind: "account",
        name: account.replace(":", " "),
        connectionIds: touching(isOf),
        networkKeys: keysOf(isOf),
      };
    }),
  ];
}

/** Several failures at once, as one. */
export const together = (failures: readonly Failure[]): Pick<Failure, "connectionIds" | "networkKeys"> => ({
  connectionIds: new Set(failures.flatMap(({ connectionIds }) => [...connectionIds])),
  networkKeys: new Set(failures.flatMap(({ networkKeys }) => [...networkKeys])),
});

/**
 * The failures that a person's words can mean: the whole id, or a name, native id, Region or account with or without its
 * kind and cloud. More than one = the words are not clear; none = there is no such thing.
 */
export function failuresMeant(all: readonly Failure[], words: string): readonly Failure[] {
  const exact = all.filter(({ id }) => id === words);
  if (exact.length > 0) return exact;
  const kind = failureKinds.find((one) => words.startsWith(`${one}:`));
  const rest = kind === undefined ? words : words.slice(kind.length + 1);
  return all.filter(
    (failure) =>
      (kind === undefined || failure.kind === kind) &&
      (failure.name === rest || failure.id.endsWith(`:${rest}`) || failure.id.endsWith(`/${rest}`)),
  );
}
