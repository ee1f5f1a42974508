import type { RouteIntent } from "@skylane/core";
import type { RouteDecision } from "../../_shared/routes/decide.ts";
import { knobsOf, refuse } from "../../_shared/routes/decide.ts";
import { firstOf, fit, fitPrefixes, regionForm } from "../../_shared/routes/fit.ts";
import { dxPrefixes } from "./dx-prefixes.ts";
import type { IntentLink } from "./ids.ts";
import {
  attachmentOf,
  directConnectGateway,
  isDirectConnect,
  namesOf,
  transitGateway,
  transitTable,
  vpc,
  vpcTable,
} from "./ids.ts";
import { tgwPrefixList } from "./tgw-prefix-list.ts";
import { tgwPropagation } from "./tgw-propagation.ts";
import { tgwStatic } from "./tgw-static.ts";
import { nextHopOf, vpcRoute } from "./vpc-route.ts";

/** Above this many prefixes one list moves them together; below, single routes are easier to read and to take back. */
const MAX_SINGLE_ROUTES = 5;

/** How AWS is told to prefer a link (clouds.md 3.4 and 3.5). */
export const awsRoutes = knobsOf((intent) => {
  if (intent.gatewayKind === "transit-gateway")
    return intent.direction === "outbound" ? fromTransitGateway(intent) : toTransitGateway(intent);
  if (intent.gatewayKind === "network" && intent.direction === "outbound") return fromVpc(intent);
  return refuse(
    "no-knob",
    reasonsByKind[intent.gatewayKind] ?? "AWS has no setting for the preference of this kind of place.",
  );
});

const reasonsByKind: Readonly<Record<string, string>> = {
  "vpn-gateway":
    "A virtual private gateway ranks by itself (Direct Connect, static VPN, VPN); only what the routers at the other end announce can change it.",
  "direct-connect-gateway":
    "A Direct Connect gateway chooses between its circuits by the communities 7224:7300, 7224:7200 and 7224:7100 that the customer's routers send; set them there.",
  "core-network":
    "Cloud WAN is steered by its policy alone, which holds for the whole network; change the policy by hand.",
  network: "A VPC cannot tell the other side how to answer; that is decided at the other end.",
};

function fromTransitGateway(intent: RouteIntent): RouteDecision {
  const [best, ...others] = intent.links;
  if (!best) return refuse("incomplete", "The intent names no link.");
  fit(intent.gatewayId, "gatewayId", transitGateway);
  if (intent.tableId === undefined)
    return refuse(
      "incomplete",
      `${intent.gatewayId} has route tables; the intent does not say in which one the preference shall stand (tableId).`,
    );
  const place = {
    regionId: fit(intent.regionId, "regionId", regionForm),
    tableId: fit(intent.tableId, "tableId", transitTable),
    prefixes: fitPrefixes(intent.prefixes),
  };
  if (isDirectConnect(best)) return overDirectConnect(intent, place, best, others);

  const attachmentId = attachmentOf(best);
  if (attachmentId === undefined)
    return refuse(
      "incomplete",
      "The best link's attachment to the transit gateway (tgw-attach-…) is not known; discover again with permission to read attachments.",
    );
  const target = { ...place, attachmentId, otherIds: attachmentsOf(others, attachmentId) };
  return {
    config: target.prefixes.length > MAX_SINGLE_ROUTES ? tgwPrefixList(intent, target) : tgwStatic(intent, target),
  };
}

function overDirectConnect(
  intent: RouteIntent,
  place: { readonly regionId: string; readonly tableId: string; readonly prefixes: readonly string[] },
  best: IntentLink,
  others: readonly IntentLink[],
): RouteDecision {
  const attachmentId = attachmentOf(best);
  const rivals = others.filter(isDirectConnect);
  if (others.length > 0 && rivals.length === others.length && rivals.every((rival) => sharesGateway(best, rival)))
    return refuse(
      "other-end",
      "All links are behind one Direct Connect gateway: which circuit AWS uses is decided by the communities 7224:7300, 7224:7200 and 7224:7100 that the customer's routers send; configure the routers.",
    );
  return {
    config: tgwPropagation(intent, {
      ...place,
      attachmentId,
      otherIds: attachmentsOf(others, attachmentId),
      rivalIds: attachmentsOf(
        rivals.filter((rival) => !sharesGateway(best, rival)),
        attachmentId,
      ),
    }),
  };
}

function toTransitGateway(intent: RouteIntent): RouteDecision {
  const [best, ...others] = intent.links;
  const circuit = intent.links.find(isDirectConnect);
  if (!best || !circuit)
    return refuse(
      "other-end",
      "AWS announces the same prefixes over every VPN of a transit gateway with the same attributes; the other end chooses, by the local preference of its router or an import policy.",
    );
  if (others.length === 0 || (isDirectConnect(best) && others.every(isDirectConnect)))
    return refuse(
      "other-end",
      "AWS announces the same over all circuits of a Direct Connect gateway; the customer's router chooses by local preference.",
    );
  const gatewayId = firstOf(namesOf(isDirectConnect(best) ? best : circuit), directConnectGateway);
  if (gatewayId === undefined)
    return refuse(
      "incomplete",
      "The Direct Connect gateway of the circuit is not known; discover again with permission to read Direct Connect gateways.",
    );
  return {
    config: dxPrefixes(intent, {
      regionId: fit(intent.regionId, "regionId", regionForm),
      directConnectGatewayId: gatewayId,
      transitGatewayId: fit(intent.gatewayId, "gatewayId", transitGateway),
      isAnnounced: isDirectConnect(best),
      prefixes: fitPrefixes(intent.prefixes),
    }),
  };
}

function fromVpc(intent: RouteIntent): RouteDecision {
  const [best, ...others] = intent.links;
  if (!best) return refuse("incomplete", "The intent names no link.");
  fit(intent.gatewayId, "gatewayId", vpc);
  if (intent.tableId === undefined)
    return refuse(
      "incomplete",
      `${intent.gatewayId} has route tables; the intent does not say in which one the preference shall stand (tableId).`,
    );
  const next = nextHopOf(best);
  if (next === undefined)
    return refuse(
      "no-knob",
      "A route of a VPC names a peering or a gateway (pcx-…, tgw-…, vgw-…, igw-…, nat-…), and the best link has none: the gateway behind decides.",
    );
  const hops = others.flatMap((link) => nextHopOf(link) ?? []);
  if (hops.some(({ id }) => id === next.id))
    return refuse(
      "no-knob",
      `The links share the next hop ${next.id}: the VPC cannot tell them apart, that gateway decides.`,
    );
  return {
    config: vpcRoute(intent, {
      regionId: fit(intent.regionId, "regionId", regionForm),
      tableId: fit(intent.tableId, "tableId", vpcTable),
      next,
      others: hops,
      prefixes: fitPrefixes(intent.prefixes),
    }),
  };
}

const attachmentsOf = (links: readonly IntentLink[], but: string | undefined): readonly string[] => [
  ...new Set(links.flatMap((link) => attachmentOf(link) ?? []).filter((id) => id !== but)),
];

/** True unless both are known to be behind different gateways: only then is there something to set in AWS. */
function sharesGateway(one: IntentLink, other: IntentLink): boolean {
  const [a, b] = [attachmentOf(one), attachmentOf(other)];
  if (a !== undefined && b !== undefined) return a === b;
  const [x, y] = [one, other].map((link) => firstOf(namesOf(link), directConnectGateway));
  return x === undefined || y === undefined || x === y;
}
