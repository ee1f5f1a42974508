import type { CloudDiscovery, Connection, ConnectionEnd, LinkSighting, Network, SeenNetwork } from "@skylane/core";
import { cidrsOverlap } from "../cidr.ts";

/** What the inventory knows of places that could not be looked at. */
export interface DeclaredPlaces {
  /** The end of a link that was not seen, if the inventory says which network is there. */
  farEnd(declared: Connection, sighting: LinkSighting): ConnectionEnd | undefined;
  /**
   * An end whose networks could not be read, completed by the one that the inventory says is there: a gateway whose attachments
   * are denied still carries what it carries. Where nothing was denied an end without networks has none.
   */
  complete(
    end: ConnectionEnd,
    declared: Connection | undefined,
    own: LinkSighting | undefined,
    other: ConnectionEnd,
  ): ConnectionEnd;
  /** Ranges of one of them, by its key; empty if it is none of them. */
  cidrsOf(key: string): readonly string[];
  /** Networks that only the inventory tells of and that something ends at, or whose whole Region stayed dark. */
  networks(): readonly SeenNetwork[];
}

/** Puts the inventory's networks beside those that were seen; pure. One that was looked for and is not there is not among them. */
export function declaredPlaces(declared: readonly Network[], seen: readonly CloudDiscovery[]): DeclaredPlaces {
  const found = seen.flatMap(({ networks }) => networks);
  const byId = new Map<string, Network>(declared.map((network) => [network.id, network]));
  const seenRegions = new Set(
    seen
      .flatMap(({ networks, gateways }) => [...networks, ...gateways])
      .map(({ cloud, regionId }) => `${cloud}/${regionId}`),
  );
  const isDark = ({ cloud, regionId }: Network): boolean =>
    !seenRegions.has(`${cloud}/${regionId}`) && seen.some((one) => one.cloud === cloud && one.gaps.length > 0);
  const seenAs = (network: Network): SeenNetwork | undefined =>
    found.find(
      (one) =>
        one.cloud === network.cloud &&
        (network.providerId === undefined
          ? one.regionId === network.regionId &&
            one.cidrs.some((cidr) => network.cidrs.some((other) => cidrsOverlap(cidr, other)))
          : one.nativeId === network.providerId),
    );
  const wanted = new Map(declared.filter((network) => isDark(network) && !seenAs(network)).map((it) => [it.id, it]));
  return {
    farEnd({ ends }, { cloud, regionId }) {
      const [far, ...more] = ends
        .flatMap((id) => byId.get(id) ?? [])
        .filter((network) => network.cloud !== cloud || network.regionId !== regionId);
      if (!far || more.length > 0) return undefined;
      const known = seenAs(far);
      if (!known) wanted.set(far.id, far);
      const key = known?.key ?? keyOf(far);
      return { at: key, cloud: far.cloud, regionId: far.regionId, networkKeys: [key] };
    },
    complete(end, declaredLink, own, other) {
      const cloud = end.cloud ?? own?.cloud;
      if (
        end.networkKeys.length > 0 ||
        !declaredLink ||
        !seen.some((one) => one.cloud === cloud && one.gaps.length > 0)
      )
        return end;
      const [behind, ...more] = declaredLink.ends
        .flatMap((id) => byId.get(id) ?? [])
        .filter((network) => network.cloud === cloud && !isSamePlace(network, other));
      if (!behind || more.length > 0) return end;
      const known = seenAs(behind);
      if (!known) wanted.set(behind.id, behind);
      return { cloud: behind.cloud, regionId: behind.regionId, ...end, networkKeys: [known?.key ?? keyOf(behind)] };
    },
    cidrsOf: (key) => declared.find((network) => keyOf(network) === key)?.cidrs ?? [],
    networks: () => [...wanted.values()].map(declaredOnly),
  };
}

const isSamePlace = (network: Network, end: ConnectionEnd): boolean =>
  network.cloud === end.cloud && network.regionId === end.regionId;

const keyOf = ({ cloud, id, providerId }: Network): string => `${cloud}/${providerId ?? id}`;

const declaredOnly = (network: Network): SeenNetwork => ({
  key: keyOf(network),
  cloud: network.cloud,
  accountId: network.accountId ?? "",
  regionId: network.regionId,
  nativeId: network.providerId ?? network.id,
  name: network.id,
  tags: {},
  cidrs: [...network.cidrs],
  subnetCount: 0,
  endpointCount: 0,
  isDeclaredOnly: true,
});
