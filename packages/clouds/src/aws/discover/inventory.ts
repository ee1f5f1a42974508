import type { CoreNetworkParts } from "./read-core-networks.ts";
import type { GatewayParts, PortParts } from "./read-direct-connect.ts";
import type { MulticloudParts } from "./read-multicloud.ts";
import type { VpcParts } from "./read-region.ts";
import type { ServiceParts } from "./read-services.ts";
import type { TransitParts } from "./read-transit.ts";
import type { Place } from "./words.ts";

/** What one account shows in one Region. */
export interface RegionParts extends Place, VpcParts, TransitParts, PortParts, ServiceParts {
  /** Bytes of the last 30 days in both directions, by the id of the VPN, port, interface or attachment; absent = unknown. */
  readonly bytes30d: ReadonlyMap<string, number>;
}

/** What an account has that is of no Region, or is asked for after that. */
export interface GlobalParts extends GatewayParts, CoreNetworkParts, MulticloudParts {
  readonly accountId: string;
}

/** What AWS showed, as its SDK hands it over, without secrets. */
export interface AwsInventory {
  readonly regions: readonly RegionParts[];
  readonly globals: readonly GlobalParts[];
}

/** Something and where it was seen. */
export interface Placed<T> extends Place {
  readonly it: T;
}

/** All of one sort, in every account and Region. */
export const placedIn = <T>(
  { regions }: Pick<AwsInventory, "regions">,
  pick: (region: RegionParts) => readonly T[],
): readonly Placed<T>[] =>
  regions.flatMap((region) =>
    pick(region).map((it) => ({ accountId: region.accountId, regionId: region.regionId, it })),
  );

/** All of one sort that is of no Region. */
export const placedGlobally = <T>(
  { globals }: Pick<AwsInventory, "globals">,
  pick: (account: GlobalParts) => readonly T[],
): readonly Placed<T>[] =>
  globals.flatMap((account) => pick(account).map((it) => ({ accountId: account.accountId, regionId: "", it })));

/** Of things that several accounts see, each once: as its owner sees it, if the owner was looked at. */
export function onceEach<T>(
  all: readonly Placed<T>[],
  idOf: (it: T) => string | undefined,
  ownerOf: (it: T) => string | undefined = () => undefined,
): readonly Placed<T>[] {
  const found = new Map<string | undefined, Placed<T>>();
  for (const one of all) {
    const id = idOf(one.it);
    if (!found.has(id) || ownerOf(one.it) === one.accountId) found.set(id, one);
  }
  return [...found.values()];
}
