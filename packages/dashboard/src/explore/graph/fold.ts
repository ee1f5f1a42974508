import { compare, type EstateIndex, type Place } from "../estate-index.ts";

/** Fewer than this many are drawn one by one. */
const FOLD_FROM = 3;
const FOLD_ADDRESSES_FROM = 7;

/** Something that gets a box: one thing, or several folded into one. */
export interface Item {
  readonly key: string;
  readonly kind: "network" | "gateway" | "unseen" | "fold";
  readonly memberKeys: readonly string[];
}

/** What is drawn of one place. */
export interface PlaceItems {
  readonly place: Place;
  /** Stand towards the other places. */
  readonly gateways: readonly Item[];
  /** Stand behind the gateways: hubs first, then the others, folded or not. */
  readonly networks: readonly Item[];
  /** There is something that is folded unless the place is open. */
  readonly canFold: boolean;
  readonly isOpen: boolean;
}

export const foldKey = (placeId: string): string => `fold:${placeId}`;

/**
 * What is drawn of each place. Networks that no link outside their place ends at, and that are no hub for others, are folded
 * into one box when there are many of them, unless their place is `open`; so are addresses that are not ours to see.
 */
export function fold(index: EstateIndex, open: ReadonlySet<string>): readonly PlaceItems[] {
  return index.places.map((place) => {
    const isOpen = open.has(place.id);
    const hubs = hubsOf(index, place);
    const leaves = place.networks.filter(({ key }) => !hubs.includes(key)).map(({ key }) => key);
    const isFoldable = leaves.length >= FOLD_FROM;
    const areAddressesFoldable = place.unseenKeys.length >= FOLD_ADDRESSES_FROM;
    return {
      place,
      gateways: [
        ...place.gateways.map(({ key }) => single(key, "gateway")),
        ...(areAddressesFoldable && !isOpen
          ? [{ key: `${foldKey(place.id)}:addresses`, kind: "fold" as const, memberKeys: place.unseenKeys }]
          : place.unseenKeys.map((key) => single(key, "unseen"))),
      ],
      networks: [
        ...hubs.map((key) => single(key, "network")),
        ...(isFoldable && !isOpen
          ? [{ key: foldKey(place.id), kind: "fold" as const, memberKeys: leaves }]
          : leaves.map((key) => single(key, "network"))),
      ],
      canFold: isFoldable || areAddressesFoldable,
      isOpen,
    };
  });
}

/** Networks that stand for themselves: links leave the place from them, or most others hang on them; most linked first. */
function hubsOf({ connectionsAt, placeIdOf, gatewayByKey }: EstateIndex, place: Place): readonly string[] {
  const own = new Set(place.networks.map(({ key }) => key));
  const attached = new Set(place.gateways.flatMap(({ networkKeys }) => networkKeys));
  const scored = place.networks.map(({ key }) => {
    const others = (connectionsAt.get(key) ?? [])
      // a peering joins it to one other network, however far away: that alone does not make it stand for itself
      .filter(({ kind, ends }) => kind !== "peering" || ends.every(({ at }) => own.has(at)))
      .flatMap(({ ends }) => ends.map(({ at }) => at))
      .filter((at) => at !== key);
    return {
      key,
      neighbourCount: new Set(others.filter((at) => own.has(at))).size,
      leaves: others.some((at) => !gatewayByKey.has(at) && placeIdOf.get(at) !== place.id),
      isAttached: attached.has(key),
    };
  });
  const most = Math.max(0, ...scored.map(({ neighbourCount }) => neighbourCount));
  const isAlone = (has: (network: (typeof scored)[number]) => boolean) => scored.filter(has).length === 1;
  const isMost = ({ neighbourCount }: (typeof scored)[number]) => most > 1 && neighbourCount === most;
  const isOneAttached = isAlone(({ isAttached }) => isAttached);
  const isOneMost = isAlone(isMost);
  return scored
    .filter((network) => network.leaves || (isOneAttached && network.isAttached) || (isOneMost && isMost(network)))
    .sort((a, b) => b.neighbourCount - a.neighbourCount || compare(a.key, b.key))
    .map(({ key }) => key);
}

const single = (key: string, kind: Item["kind"]): Item => ({ key, kind, memberKeys: [key] });
