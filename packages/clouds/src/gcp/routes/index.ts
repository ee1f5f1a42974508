import { knobsOf, refuse } from "../../_shared/routes/decide.ts";
import { fitPrefixes } from "../../_shared/routes/fit.ts";
import { advertisedPriority } from "./advertised-priority.ts";
import { MAX_PEERS, rank, routerId } from "./ids.ts";
import { importPolicy } from "./import-policy.ts";

/** How Google Cloud is told to prefer a link (clouds.md 5.3 and 5.4). */
export const gcpRoutes = knobsOf((intent) => {
  if (intent.gatewayKind !== "cloud-router")
    return refuse(
      "no-knob",
      "In Google Cloud a Cloud Router decides between links; the routes of a peering or of a network's own subnets cannot be outranked.",
    );
  if (intent.links.length === 1) return refuse("already-so", "There is one link only: nothing is to be preferred.");
  if (intent.links.length > MAX_PEERS)
    return refuse(
      "incomplete",
      `Priorities in steps of 10,000 tell ${MAX_PEERS} sessions apart; the intent has ${intent.links.length} links. Leave out the worst.`,
    );
  const at = routerId(intent.gatewayId);
  const prefixes = fitPrefixes(intent.prefixes);
  const peers = rank(intent.links);
  if (!peers)
    return refuse(
      "incomplete",
      "A link has no BGP session of this router (neighborIp): priorities are set by session. Discover again with permission to read routers.",
    );
  if (new Set(peers.map(({ neighborIp }) => neighborIp)).size < peers.length)
    return refuse("incomplete", "Two links have the same BGP neighbor: the router cannot tell them apart.");
  return {
    config:
      intent.direction === "inbound"
        ? advertisedPriority(intent, at, peers)
        : importPolicy(intent, at, peers, prefixes),
  };
});
