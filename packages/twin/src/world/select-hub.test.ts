import { describe, expect, it } from "vitest";
import { Estate } from "../estate/estate.ts";
import type { HubPreference } from "./select-hub.ts";
import { createWorld } from "./world.ts";

interface Link {
  readonly id: string;
  readonly kind: "express-route" | "vpn" | "transit-peering";
  readonly announces?: readonly string[];
  readonly asPathPrepend?: number;
}

/** A VNet on a hub that reaches a data centre over links of its own, or over another hub. */
function over(preference: HubPreference | undefined, links: readonly Link[]): string | undefined {
  const hub = { kind: "router", cloud: "azure", regionId: "eastus", service: "virtual-hub", selects: "azure" };
  const estate = Estate.parse({
    version: 1,
    name: "hub",
    networks: [
      { id: "vnet", cloud: "azure", regionId: "eastus", cidrs: ["10.4.0.0/16"], gatewayId: "hub" },
      { id: "dc", cloud: "onprem", regionId: "dc1", cidrs: ["10.9.0.0/16"], gatewayId: "r1" },
    ],
    gateways: [
      { ...hub, id: "hub", providerId: "hub", asn: 65_515 },
      { ...hub, id: "other-hub", providerId: "other-hub", asn: 65_515 },
      { id: "r1", kind: "router", cloud: "onprem", regionId: "dc1", providerId: "r1", asn: 65_010 },
    ],
    connections: links.map(({ id, kind, announces = ["10.9.0.0/16"], asPathPrepend = 0 }) => ({
      id,
      kind,
      a: { at: "hub", announces: ["10.4.0.0/16"] },
      b: { at: kind === "transit-peering" ? "other-hub" : "r1", announces, asPathPrepend },
      bandwidthMbps: 1_000,
      latencyMs: 1,
    })),
    flows: [],
  });
  const world = createWorld(estate, { nowMs: () => 0, after: () => () => undefined }, () => 0.5);
  if (preference) world.routing.hubPreferences.set("hub", preference);
  return world.traceBetween("10.4.0.5", "10.9.0.5").crossings[0]?.connection.id;
}

const er = (more: Partial<Link> = {}): Link => ({ id: "er", kind: "express-route", ...more });
const vpn = (more: Partial<Link> = {}): Link => ({ id: "a-vpn", kind: "vpn", ...more });
const remote = (more: Partial<Link> = {}): Link => ({ id: "a-remote", kind: "transit-peering", ...more });

describe("twin/world/select-hub", () => {
  it.each<[string, string, HubPreference | undefined, readonly Link[]]>([
    ["a circuit before a VPN unless told otherwise", "er", undefined, [er({ asPathPrepend: 5 }), vpn()]],
    ["a VPN where it prefers VPNs", "a-vpn", "VpnGateway", [er(), vpn({ asPathPrepend: 5 })]],
    ["the shorter AS path where that is preferred", "er", "ASPath", [er(), vpn({ asPathPrepend: 2 })]],
    ["the VPN by AS path, for a circuit's is longer by one hop", "a-vpn", "ASPath", [er(), vpn()]],
    ["the circuit where the AS paths are equal", "er", "ASPath", [er(), vpn({ asPathPrepend: 1 })]],
    ["its own VPN before what another hub tells it", "a-vpn", "ExpressRoute", [remote(), vpn({ asPathPrepend: 5 })]],
    ["its own circuit before another hub, though it prefers VPNs", "er", "VpnGateway", [remote(), er()]],
    ["another hub by a shorter AS path", "a-remote", "ASPath", [remote(), vpn({ asPathPrepend: 5 })]],
    ["the shorter AS path of two of one kind", "er-2", "ExpressRoute", [er({ asPathPrepend: 1 }), er({ id: "er-2" })]],
    ["the longer prefix before all preference", "a-vpn", "ExpressRoute", [er(), vpn({ announces: ["10.9.0.0/24"] })]],
  ])("takes %s", (_, expected, preference, links) => {
    expect(over(preference, links)).toBe(expected);
  });
});
