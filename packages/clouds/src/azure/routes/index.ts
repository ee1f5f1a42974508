import type { RouteIntent } from "@skylane/core";
import type { RouteDecision } from "../../_shared/routes/decide.ts";
import { knobsOf, refuse } from "../../_shared/routes/decide.ts";
import { fit, fitPrefixes, ipForm, regionForm } from "../../_shared/routes/fit.ts";
import { hubPreference } from "./hub-preference.ts";
import { armId, armIdOf, isExpressRoute } from "./ids.ts";
import { routingWeight } from "./routing-weight.ts";
import type { UserHop } from "./user-route.ts";
import { userRoute } from "./user-route.ts";

/** Between two circuits; Azure compares only which is higher, and a person can put one between. */
const WEIGHT_STEP = 10;

/** How Azure is told to prefer a link (clouds.md 4.4 and 4.5). */
export const azureRoutes = knobsOf((intent) => {
  if (intent.direction === "inbound")
    return refuse(
      "other-end",
      "An Azure gateway announces the same over all its connections and cannot prepend; the other end chooses, by the local preference of its router or an import policy.",
    );
  if (intent.gatewayKind === "network") return fromNetwork(intent);
  if (intent.gatewayKind === "virtual-hub") return fromHub(intent);
  if (intent.gatewayKind === "express-route-gateway" || intent.gatewayKind === "vpn-gateway")
    return fromGateway(intent);
  return refuse("no-knob", "Azure has no setting for the preference of this kind of place.");
});

function fromGateway(intent: RouteIntent): RouteDecision {
  const [best, ...others] = intent.links;
  if (!best || others.length === 0) return refuse("already-so", "There is one link only: nothing is to be preferred.");
  if (!isExpressRoute(best))
    return others.some(isExpressRoute)
      ? refuse(
          "other-end",
          "Azure prefers ExpressRoute to VPN for equal prefixes, always: let the router at the other end announce more specific prefixes over the VPN, or none over ExpressRoute.",
        )
      : refuse(
          "other-end",
          "Azure compares VPN connections by the length of the AS path alone, and a weight has no effect on them: let the routers at the worse ones prepend their AS number.",
        );
  const circuits = intent.links.filter(isExpressRoute);
  if (circuits.length === 1)
    return refuse(
      "already-so",
      "Azure prefers ExpressRoute to VPN for equal prefixes; only see to it that the VPN announces none that are more specific.",
    );

  const gateway = armId(intent.gatewayId, "gatewayId", "virtualNetworkGateways");
  const regionless = { ...intent, regionId: fit(intent.regionId, "regionId", regionForm) };
  fitPrefixes(intent.prefixes);
  const connections = circuits.flatMap((link, i) => {
    const connection = armIdOf(link, "connections");
    const weight = (circuits.length - 1 - i) * WEIGHT_STEP;
    return connection ? [{ connection, circuit: armIdOf(link, "expressRouteCircuits"), weight }] : [];
  });
  if (connections.length < circuits.length)
    return refuse(
      "incomplete",
      "An ExpressRoute link has no id of a connection (…/Microsoft.Network/connections/…): discover again with permission to read connections.",
    );
  return { config: routingWeight(regionless, gateway, connections) };
}

function fromHub(intent: RouteIntent): RouteDecision {
  const [best, ...others] = intent.links;
  if (!best || others.length === 0) return refuse("already-so", "There is one link only: nothing is to be preferred.");
  const hub = armId(intent.gatewayId, "gatewayId", "virtualHubs");
  fitPrefixes(intent.prefixes);
  const kinds = new Set(intent.links.map(({ kind }) => kind));
  if (kinds.size === 1) return { config: hubPreference(intent, hub, "ASPath") };
  if (isExpressRoute(best)) return { config: hubPreference(intent, hub, "ExpressRoute") };
  if (best.kind === "vpn" && others.some(isExpressRoute)) return { config: hubPreference(intent, hub, "VpnGateway") };
  return refuse(
    "no-knob",
    "A virtual hub ranks ExpressRoute, VPN and the AS path; it has no setting for links of other kinds.",
  );
}

function fromNetwork(intent: RouteIntent): RouteDecision {
  const [best] = intent.links;
  if (!best) return refuse("incomplete", "The intent names no link.");
  armId(intent.gatewayId, "gatewayId", "virtualNetworks");
  if (intent.tableId === undefined)
    return refuse(
      "incomplete",
      "The virtual network has no route table in the intent (tableId): make one and put it on its subnets first.",
    );
  const table = armId(intent.tableId, "tableId", "routeTables");
  const prefixes = fitPrefixes(intent.prefixes);
  const hop = hopOf(intent);
  return "type" in hop ? { config: userRoute(intent, table, hop, prefixes) } : hop;
}

function hopOf({ links }: RouteIntent): UserHop | RouteDecision {
  const [best, ...others] = links;
  if (best?.kind === "internet") return { type: "Internet" };
  // a link with an address and no BGP is an appliance in reach
  if (best && !best.isDynamic && best.neighborIp !== undefined)
    return { type: "VirtualAppliance", ip: fit(best.neighborIp, "links[0].neighborIp", ipForm) };
  if (best?.kind === "vpn" && others.every(({ kind }) => kind !== "vpn"))
    return links.some(isExpressRoute)
      ? refuse(
          "no-knob",
          "Azure refuses a route to the virtual network gateway where ExpressRoute and VPN gateways are side by side: let the router at the other end announce more specific prefixes over the VPN.",
        )
      : { type: "VirtualNetworkGateway" };
  return refuse(
    "no-knob",
    "A route of a virtual network names a gateway, an appliance or the internet, never a connection, a tunnel or a peering: the gateway behind decides.",
  );
}
