import type { EstateConnection, EstateEnd, EstateGateway, EstateNetwork } from "../../estate/estate.ts";
import type { World } from "../../world/world.ts";

const NO_SUBSCRIPTION = "00000000-0000-0000-0000-000000000000";

/** What a resource group holds: everything of one subscription in one region. */
export interface ResourceGroup {
  readonly world: World;
  readonly subscriptionId: string;
  readonly regionId: string;
  readonly name: string;
}

const subscriptionOf = (one: { readonly accountId?: string | undefined }): string => one.accountId ?? NO_SUBSCRIPTION;
const isAzure = ({ cloud }: { readonly cloud: string }): boolean => cloud === "azure";

const placesOf = ({ atlas }: World): readonly (EstateNetwork | EstateGateway)[] =>
  [...atlas.estate.networks, ...atlas.estate.gateways].filter(isAzure);

/** Subscriptions that own something of the estate; without an estate in Azure there is one, empty. */
export function subscriptionsOf(world: World): readonly string[] {
  const ids = new Set(placesOf(world).map(subscriptionOf));
  return ids.size > 0 ? [...ids] : [NO_SUBSCRIPTION];
}

/** One group a region. */
export const groupsOf = (world: World, subscriptionId: string): readonly ResourceGroup[] =>
  [
    ...new Set(
      placesOf(world)
        .filter((place) => subscriptionOf(place) === subscriptionId)
        .map(({ regionId }) => regionId),
    ),
  ].map((regionId) => ({ world, subscriptionId, regionId, name: groupName(world, regionId) }));

const groupName = ({ atlas }: World, regionId: string): string => `rg-${atlas.estate.name}-${regionId}`;

const isIn = (group: ResourceGroup, place: EstateNetwork | EstateGateway): boolean =>
  isAzure(place) && place.regionId === group.regionId && subscriptionOf(place) === group.subscriptionId;
export const vnetsOf = (group: ResourceGroup): readonly EstateNetwork[] =>
  group.world.atlas.estate.networks.filter((network) => isIn(group, network));
/** Gateways of the estate that stand in a VNet; a virtual appliance is a machine to Azure, and no gateway. */
export const gatewaysOf = (group: ResourceGroup): readonly EstateGateway[] =>
  group.world.atlas.estate.gateways.filter(
    (gateway) =>
      isIn(group, gateway) &&
      !isVirtualHub(gateway) &&
      gateway.applianceIp === undefined &&
      !group.world.built.gateways.has(gateway.id),
  );
/** Gateways that are a hub of a Virtual WAN. */
export const virtualHubsOf = (group: ResourceGroup): readonly EstateGateway[] =>
  group.world.atlas.estate.gateways.filter((gateway) => isIn(group, gateway) && isVirtualHub(gateway));
export const isVirtualHub = ({ cloud, service }: Pick<EstateGateway, "cloud" | "service">): boolean =>
  cloud === "azure" && service === "virtual-hub";

type Placed = Pick<EstateNetwork, "regionId" | "accountId">;

/** `/subscriptions/…/resourceGroups/…`, of whatever group the place is in. */
export const groupId = (world: World, place: Placed): string =>
  `/subscriptions/${subscriptionOf(place)}/resourceGroups/${groupName(world, place.regionId)}`;
export const networkId = (world: World, place: Placed, type: string, name: string): string =>
  `${groupId(world, place)}/providers/Microsoft.Network/${type}/${name}`;

export const vnetName = ({ providerId, id }: EstateNetwork): string => providerId ?? id;
export const vnetId = (world: World, network: EstateNetwork): string =>
  networkId(world, network, "virtualNetworks", vnetName(network));
/** The VNet that a gateway of the estate stands in: the first that sends to it, and not by a peering that was made. */
export const hubOf = ({ atlas, built }: World, gateway: EstateGateway): EstateNetwork | undefined =>
  atlas.estate.networks.find(
    ({ id, cloud, gatewayId }) => cloud === "azure" && gatewayId === gateway.id && !built.attachments.has(id),
  );
/** True if the VNet has had a gateway from the beginning. */
export const hasOwnGateway = ({ built }: World, { id, gatewayId }: EstateNetwork): boolean =>
  gatewayId !== undefined && !built.attachments.has(id);
/** The VNet of an id, in whatever letter case and group. */
export const vnetAt = (world: World, id: string): EstateNetwork | undefined =>
  world.atlas.estate.networks.find(
    (network) => network.cloud === "azure" && vnetId(world, network).toLowerCase() === id.toLowerCase(),
  );

/** A connection that ends at a gateway of Azure, with that end and the other. */
export interface GatewayEnd {
  readonly connection: EstateConnection;
  readonly gateway: EstateGateway;
  readonly own: EstateEnd;
  readonly other: EstateEnd;
  readonly farGateway: EstateGateway | undefined;
  /** `RemoteHub`: between two hubs of a Virtual WAN, for which Azure has no object. */
  readonly type: "IPsec" | "Vnet2Vnet" | "ExpressRoute" | "RemoteHub";
  /** Name of the connection object at this end. */
  readonly name: string;
}

const CIRCUITS: readonly string[] = ["express-route", "interconnect", "fastconnect", "direct-connect"];

/** Ends of the estate's own connections at a gateway; tunnels that were made are shown as they were written. */
export const endsOf = (world: World, gateway: EstateGateway): readonly GatewayEnd[] =>
  allEndsOf(world, gateway).filter(({ connection }) => world.tunnelEndsOf(connection.id) === undefined);

export const allEndsOf = (world: World, gateway: EstateGateway): readonly GatewayEnd[] =>
  world.viewOf(gateway.id).links.map(({ connection, own, other }) => {
    const farGateway = world.atlas.gateways.get(other.at);
    return {
      connection,
      gateway,
      own,
      other,
      farGateway,
      type: typeOf(connection, gateway, farGateway),
      name: connectionName(world, connection, gateway, own),
    };
  });

/** A hub and a gateway in a VNet know no other way to one another than IPsec. */
function typeOf(
  { kind }: EstateConnection,
  gateway: EstateGateway,
  farGateway: EstateGateway | undefined,
): GatewayEnd["type"] {
  if (CIRCUITS.includes(kind)) return "ExpressRoute";
  if (kind !== "transit-peering" || farGateway?.cloud !== "azure") return "IPsec";
  if (isVirtualHub(gateway) !== isVirtualHub(farGateway)) return "IPsec";
  return isVirtualHub(gateway) ? "RemoteHub" : "Vnet2Vnet";
}

/** An AWS end has the provider's id for itself; of two ends in one group the second needs a name of its own. */
function connectionName(
  { atlas }: World,
  connection: EstateConnection,
  gateway: EstateGateway,
  own: EstateEnd,
): string {
  const places = [connection.a.at, connection.b.at].map((at) => atlas.gateways.get(at) ?? atlas.networks.get(at));
  const name = places.some((place) => place?.cloud === "aws")
    ? connection.id
    : (connection.providerId ?? connection.id);
  // a hub keeps its links among its own parts
  const isHub = (place: EstateNetwork | EstateGateway): boolean => "service" in place && isVirtualHub(place);
  const isSecond =
    own === connection.b &&
    places.every((place) => place?.cloud === "azure" && place.regionId === gateway.regionId && !isHub(place));
  return isSecond ? `${name}-b` : name;
}

/** Public addresses that the estate names for a VPN gateway, each on an instance of its own. */
export const publicIpsOf = (world: World, gateway: EstateGateway): readonly string[] => [
  ...new Set(
    endsOf(world, gateway)
      .filter(({ type }) => type === "IPsec" || type === "Vnet2Vnet")
      .flatMap(({ own }) => own.publicIp ?? []),
  ),
];
