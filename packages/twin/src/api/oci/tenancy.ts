import type { EstateConnection, EstateEnd, EstateGateway, EstateNetwork } from "../../estate/estate.ts";
import type { RoutingState } from "../../world/routing-state.ts";
import type { World } from "../../world/world.ts";
import { ocid, regionKey } from "./ocid.ts";

const NO_TENANCY = "ocid1.tenancy.oc1..aaaaskylane";
const HOME_REGION = "us-ashburn-1";
/** Tenancies of estates are as old as this. */
const LONG_AGO = "2024-01-01T00:00:00.000Z";

/** What one tenancy has in one Region: what a call to that Region can see. */
export interface Locality {
  readonly world: World;
  readonly tenancyId: string;
  readonly regionId: string;
  readonly networks: readonly EstateNetwork[];
  readonly gateways: readonly EstateGateway[];
  /** Routing as this call sees it: a read may lag behind the last write. */
  readonly routing: RoutingState;
}

const placesOf = ({ atlas }: World): readonly (EstateNetwork | EstateGateway)[] =>
  [...atlas.estate.networks, ...atlas.estate.gateways].filter(({ cloud }) => cloud === "oci");

/** Tenancies that own something of the estate; without an estate in Oracle's cloud there is one, empty. */
export function tenanciesOf(world: World): readonly string[] {
  const ids = new Set(placesOf(world).flatMap(({ accountId }) => accountId ?? []));
  return ids.size > 0 ? [...ids] : [NO_TENANCY];
}

/** What says no tenancy is of the first. */
const tenancyOf = (world: World, { accountId }: EstateNetwork | EstateGateway): string =>
  accountId ?? tenanciesOf(world)[0] ?? NO_TENANCY;

/** Regions a tenancy is subscribed to: where it has something. The first is its home. */
export function regionsOf(world: World, tenancyId: string): readonly string[] {
  const regions = new Set(
    placesOf(world)
      .filter((place) => tenancyOf(world, place) === tenancyId)
      .map(({ regionId }) => regionId),
  );
  return regions.size > 0 ? [...regions] : [HOME_REGION];
}

export const regionSubscriptions = (world: World, tenancyId: string) =>
  regionsOf(world, tenancyId).map((regionName, i) => ({
    regionKey: regionKey(regionName).toUpperCase(),
    regionName,
    status: "READY",
    isHomeRegion: i === 0,
  }));

/** The compartment under the root that everything is in. */
export const compartmentId = (tenancyId: string): string =>
  `ocid1.compartment.oc1..${ocid("compartment", "", tenancyId).split(".").at(-1)}`;

export const compartmentOf = (tenancyId: string) => ({
  id: compartmentId(tenancyId),
  compartmentId: tenancyId,
  name: "network",
  description: "Networks",
  timeCreated: LONG_AGO,
  lifecycleState: "ACTIVE",
  isAccessible: true,
  freeformTags: {},
  definedTags: {},
});

export function localityOf(
  world: World,
  tenancyId: string,
  regionId: string,
  routing: RoutingState = world.routing,
): Locality {
  const isHere = (place: EstateNetwork | EstateGateway): boolean =>
    place.cloud === "oci" && place.regionId === regionId && tenancyOf(world, place) === tenancyId;
  const { networks, gateways } = world.atlas.estate;
  return { world, tenancyId, regionId, routing, networks: networks.filter(isHere), gateways: gateways.filter(isHere) };
}

/** A connection with its end in a locality, and the other. */
export interface OciEnd {
  readonly connection: EstateConnection;
  readonly own: EstateEnd;
  readonly other: EstateEnd;
}

/** Ends of connections at a place; a connection of a gateway with itself has two. */
export const endsAt = ({ atlas }: World, placeId: string): readonly OciEnd[] =>
  atlas.estate.connections.flatMap((connection) => [
    ...(connection.a.at === placeId ? [{ connection, own: connection.a, other: connection.b }] : []),
    ...(connection.b.at === placeId ? [{ connection, own: connection.b, other: connection.a }] : []),
  ]);

/** What every object of Oracle's has. The name of a connection's object is what the estate says the provider calls it. */
export const common = (
  { tenancyId }: Locality,
  displayName: string,
  {
    tags = {},
    createdOn,
  }: { readonly tags?: Readonly<Record<string, string>>; readonly createdOn?: string | undefined },
) => ({
  compartmentId: compartmentId(tenancyId),
  displayName,
  definedTags: {},
  freeformTags: tags,
  timeCreated: createdAt({ createdOn }),
});
export const createdAt = ({ createdOn }: { readonly createdOn?: string | undefined }): string =>
  createdOn === undefined ? LONG_AGO : `${createdOn}T00:00:00.000Z`;
export const nameOf = ({ id, providerId }: { readonly id: string; readonly providerId?: string | undefined }): string =>
  providerId ?? id;
