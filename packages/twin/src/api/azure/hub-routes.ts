import * as z from "zod";
import type { EstateGateway } from "../../estate/estate.ts";
import { announcedPrepend } from "../../world/router-policy.ts";
import { BETWEEN_HUBS, MICROSOFT_EDGE } from "../../world/select-hub.ts";
import { bgpPaths } from "../../world/select-route.ts";
import type { World } from "../../world/world.ts";
import { hubCircuitConnectionId } from "./express-route-circuits.ts";
import { expressRouteName } from "./gateways.ts";
import { sitesOf } from "./hub-gateways.ts";
import { defaultRouteTableId, hubConnectionId, hubId, hubVpnGatewayId, vnetsOfHub } from "./hub-ids.ts";
import { endsOf, type GatewayEnd, networkId, type ResourceGroup } from "./subscription.ts";

const EffectiveRoutesOf = z.strictObject({
  resourceId: z.string().optional(),
  virtualWanResourceType: z.string().optional(),
});
const RoutesOverConnection = z.strictObject({ resourceUri: z.string(), connectionType: z.string() });

/** What a hub's slow reads answer, by the name of their action in lower case; `undefined` = no such thing in this hub. */
export const hubReads: ReadonlyMap<
  string,
  (group: ResourceGroup, hub: EstateGateway, body: unknown) => readonly unknown[] | undefined
> = new Map([
  ["effectiveroutes", effectiveRoutes],
  ["inboundroutes", (group, hub, body) => routesOver(group, hub, body, "heard")],
  ["outboundroutes", (group, hub, body) => routesOver(group, hub, body, "told")],
]);

/** The routes of a table, or of what a connection of the default table sees: the same. Other tables are empty. */
function effectiveRoutes(group: ResourceGroup, hub: EstateGateway, body: unknown): readonly unknown[] | undefined {
  const asked = EffectiveRoutesOf.safeParse(body ?? {});
  if (!asked.success) return undefined;
  const { resourceId } = asked.data;
  const isOtherTable =
    resourceId !== undefined &&
    /\/hubRouteTables\//i.test(resourceId) &&
    !isSame(resourceId, defaultRouteTableId(group.world, hub));
  return isOtherTable ? [] : hubRoutes(group.world, hub);
}

function hubRoutes(world: World, hub: EstateGateway) {
  const row = (prefix: string, nextHopType: string, hop: string, asPath?: string) => ({
    addressPrefixes: [prefix],
    ...(asPath !== undefined && { asPath }),
    nextHopType,
    nextHops: [hop],
    routeOrigin: hop,
  });
  const vnets = vnetsOfHub(world, hub);
  const own = new Set(vnets.flatMap(({ cidrs }) => cidrs));
  const ends = endsOf(world, hub).filter((end) => isUp(world, end));
  const heard = [...new Set(ends.flatMap(({ other }) => other.announces))].filter((prefix) => !own.has(prefix));
  return [
    ...vnets.flatMap((network) =>
      network.cidrs.map((prefix) => row(prefix, "Virtual Network Connection", hubConnectionId(world, hub, network))),
    ),
    ...heard.flatMap((prefix) => {
      const [best] = bgpPaths(world.viewOf(hub.id), world.routing, prefix);
      const end = ends.find(({ connection }) => connection.id === best?.connectionId);
      return end ? [row(prefix, ...hopOf(world, hub, end, prefix))] : [];
    }),
  ];
}

function hopOf(
  world: World,
  hub: EstateGateway,
  end: GatewayEnd,
  prefix: string,
): [type: string, hop: string, asPath: string] {
  switch (end.type) {
    case "ExpressRoute":
      return [
        "ExpressRouteGateway",
        networkId(world, hub, "expressRouteGateways", expressRouteName(hub)),
        [...MICROSOFT_EDGE, ...farPath(world, end, prefix)].join("-"),
      ];
    case "RemoteHub":
      return ["Remote Hub", end.farGateway ? hubId(world, end.farGateway) : "", BETWEEN_HUBS.join("-")];
    default:
      return ["VPN_S2S_Gateway", hubVpnGatewayId(world, hub), farPath(world, end, prefix).join("-")];
  }
}

/** What is heard from, or told to, the far side of one connection: all links of a site together. */
function routesOver(group: ResourceGroup, hub: EstateGateway, body: unknown, direction: "heard" | "told") {
  const asked = RoutesOverConnection.safeParse(body);
  if (!asked.success) return undefined;
  const { world } = group;
  const { resourceUri } = asked.data;
  const isAsked = (id: string): boolean => isSame(id, resourceUri);
  const network = vnetsOfHub(world, hub).find((one) => isAsked(hubConnectionId(world, hub, one)));
  if (network)
    return direction === "heard"
      ? network.cidrs.map((prefix) => ({ prefix, bgpCommunities: "", asPath: "" }))
      : hubRoutes(world, hub).flatMap(({ addressPrefixes, asPath = "" }) =>
          addressPrefixes.map((prefix) => ({ prefix, bgpCommunities: "", asPath })),
        );
  const site = sitesOf(world, hub).find(({ name }) =>
    isAsked(`${hubVpnGatewayId(world, hub)}/vpnConnections/conn-${name}`),
  );
  const circuit = endsOf(world, hub).find(
    (end) => end.type === "ExpressRoute" && isAsked(hubCircuitConnectionId(group, end)),
  );
  const ends = site?.ends ?? (circuit && [circuit]);
  const rows = ends
    ?.filter((end) => isUp(world, end))
    .flatMap((end) =>
      (direction === "heard" ? end.other : end.own).announces.map(
        (prefix) => [prefix, (direction === "heard" ? farPath(world, end, prefix) : [hub.asn]).join("-")] as const,
      ),
    );
  return rows && [...new Map(rows)].map(([prefix, asPath]) => ({ prefix, bgpCommunities: "", asPath }));
}

const isUp = ({ routing, conditionOf }: World, { connection }: GatewayEnd): boolean =>
  conditionOf(connection).isSessionUp && !routing.disabledPeerings.has(connection.id);
const farPath = (world: World, { connection, farGateway, other }: GatewayEnd, prefix: string): readonly number[] =>
  Array.from(
    { length: 1 + announcedPrepend(world.routing, connection.id, other, prefix) },
    () => farGateway?.asn ?? [],
  ).flat();
const isSame = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();
