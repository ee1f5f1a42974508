import type { EstateConnection, EstateEnd } from "../estate/estate.ts";
import { endNow, withAttached } from "./announcements.ts";
import type { LivingEstate } from "./built/living-estate.ts";
import { isSessionClosed } from "./cloud-router.ts";
import { asTold } from "./router-policy.ts";
import type { RoutingState } from "./routing-state.ts";
import type { GatewayView } from "./select-route.ts";

/** What each gateway sees under some routing: its networks, and its links with what both ends announce now. @throws Error for a gateway that is not there */
export function gatewayViews(
  { atlas, endsOf }: Pick<LivingEstate, "atlas" | "endsOf">,
  isLineUp: (connection: EstateConnection) => boolean,
): (state: RoutingState, gatewayId: string) => GatewayView {
  /** Of a built tunnel what its API was told, of any other link what the estate says. */
  const saidNow = (state: RoutingState, connection: EstateConnection, end: EstateEnd): EstateEnd => {
    const own = endsOf(connection.id)?.find(({ localPublicIp }) => localPublicIp === end.publicIp);
    if (!own?.bgp) return endNow(state, connection, end);
    return withAttached(state, end, own.announces, atlas.attached.get(end.at) ?? []);
  };
  /** Sessions of built tunnels are the ends' own; lists of the estate's Cloud Routers say nothing of them. */
  const isOpen = (state: RoutingState, connection: EstateConnection): boolean =>
    !state.disabledPeerings.has(connection.id) &&
    (endsOf(connection.id) !== undefined || !isSessionClosed(state, connection));
  return (state, gatewayId) => {
    const gateway = atlas.gateways.get(gatewayId);
    if (!gateway) throw new Error(`no gateway ${gatewayId}`);
    return {
      gateway,
      networks: atlas.attached.get(gatewayId) ?? [],
      links: (atlas.links.get(gatewayId) ?? []).map((link) => ({
        ...link,
        own: saidNow(state, link.connection, link.own),
        other: asTold(state, link.connection.id, saidNow(state, link.connection, link.other)),
        isSessionUp: isLineUp(link.connection) && isOpen(state, link.connection),
      })),
    };
  };
}
