import type { ConnectionKind, SeenGateway } from "@skylane/core";

/** Where traffic that comes in over one link can go out over another. */
interface RelayRule {
  /** `routed` = only where today's announcements carry the flow over both links. */
  readonly may: "always" | "tunnels" | "routed" | "never";
  readonly because: string;
  /** Kinds of link of which it does not pass one on to another of the same kind. */
  readonly notBetween?: { readonly kinds: readonly ConnectionKind[]; readonly because: string };
}

/** By what stands between the links (design: the mechanisms of each cloud, sections 3 to 6; vendors' guides). */
export const relayRules: Readonly<Record<SeenGateway["kind"], RelayRule>> = {
  "transit-gateway": {
    may: "always",
    because: "its route tables take any attachment as the next hop of any other",
    notBetween: {
      kinds: ["direct-connect"],
      because:
        "a transit gateway does not pass traffic from one Direct Connect gateway to another; SiteLink does, apart from it",
    },
  },
  "virtual-hub": {
    may: "always",
    because: "a virtual hub routes between all that is connected to it",
    notBetween: {
      kinds: ["express-route"],
      because:
        "a virtual hub does not pass traffic from one ExpressRoute circuit to another; Global Reach does, apart from it",
    },
  },
  drg: { may: "always", because: "each attachment of a DRG has a route table that can name any other attachment" },
  "core-network": {
    may: "always",
    because: "segments route between their attachments",
    notBetween: {
      kinds: ["direct-connect"],
      because: "passing traffic from one Direct Connect gateway to another is SiteLink's work, not the core network's",
    },
  },
  router: { may: "always", because: "its owner says what it announces to whom" },
  "vpn-gateway": {
    may: "tunnels",
    because: "it passes routes on between its tunnels if they speak BGP, and nothing of what other gateways bring",
  },
  "cloud-router": {
    may: "routed",
    because: "it tells one peer what it hears of another only where that has been set up",
  },
  "express-route-gateway": { may: "never", because: "it joins circuits with networks, not circuits with each other" },
  "direct-connect-gateway": {
    may: "never",
    because: "it joins interfaces with gateways, not interfaces with each other",
  },
  "internet-gateway": { may: "never", because: "it knows only its own network and the internet" },
  "nat-gateway": { may: "never", because: "it knows only its own network and the internet" },
};

/** What nobody saw is believed to pass on what it is seen to pass on. */
const unseen: RelayRule = {
  may: "routed",
  because: "it was not seen, and today's announcements do not show that it does",
};

const TUNNELS: readonly ConnectionKind[] = ["vpn", "transit-peering"];

/** One side of a relay. */
export interface RelaySide {
  readonly kind: ConnectionKind;
  /** Whether today's announcements carry the flow over it, in both directions. */
  readonly isRouted: boolean;
}

/** Why a gateway of this kind (`undefined` = not seen) does not pass traffic on from one link to the other; `undefined` = it does. */
export function brokenRelayRule(
  gatewayKind: SeenGateway["kind"] | undefined,
  before: RelaySide,
  after: RelaySide,
): string | undefined {
  for (const { kind } of [before, after])
    if (kind === "peering" || kind === "internet")
      return `a link of kind ${kind} is no transit: it may stand alone only`;
  const { may, because, notBetween } = gatewayKind === undefined ? unseen : relayRules[gatewayKind];
  if (before.kind === after.kind && notBetween?.kinds.includes(before.kind)) return notBetween.because;
  if (may === "always") return undefined;
  if (may === "tunnels") return TUNNELS.includes(before.kind) && TUNNELS.includes(after.kind) ? undefined : because;
  if (may === "routed") return before.isRouted && after.isRouted ? undefined : because;
  return because;
}
