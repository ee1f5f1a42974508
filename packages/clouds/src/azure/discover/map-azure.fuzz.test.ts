import type { VirtualHubEffectiveRoute } from "@azure/arm-network";
import { CloudDiscovery } from "@skylane/core";
import fc from "fast-check";
import { describe, it } from "vitest";
import { clipped, commonOf } from "./arm-ids.ts";
import { mapAzure } from "./map-azure.ts";
import { type AzureInventory, emptyInventory } from "./read-group.ts";

const RG = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network";
const id = fc.oneof(
  fc
    .constantFrom(
      "virtualNetworks/a",
      "virtualNetworkGateways/g",
      "connections/c",
      "virtualNetworks/a/subnets/x",
      "vpnGateways/v",
      "vpnGateways/v/vpnConnections/c",
    )
    .map((rest) => `${RG}/${rest}`),
  fc.string(),
);
const names = [
  "id",
  "name",
  "location",
  "tags",
  "virtualNetworkGateway1",
  "localNetworkGateway2",
  "virtualNetworkGateway2",
  "bgpSettings",
  "bgpPeeringAddresses",
  "bgpPeeringAddress",
  "asn",
  "ipConfigurations",
  "subnet",
  "subnets",
  "routes",
  "peerings",
  "peer",
  "virtualNetworkPeerings",
  "remoteVirtualNetwork",
  "addressSpace",
  "addressPrefixes",
  "connectionType",
  "gatewayCustomBgpIpAddresses",
  "tunnelConnectionStatus",
  "serviceKey",
  "gatewayType",
  "virtualHub",
  "vpnLinkConnections",
  "vpnSiteLink",
  "vpnSiteLinks",
  "vpnGatewayCustomBgpAddresses",
  "expressRouteCircuitPeering",
  "enableBgp",
  "ipAddress",
  "nextHops",
  "nextHopType",
];
/** JSON in the vendor's words that makes no sense. */
const { thing } = fc.letrec<{ thing: unknown; object: Record<string, unknown> }>((tie) => ({
  thing: fc.oneof(
    { depthSize: "small" },
    id,
    fc.constantFrom("Vpn", "ExpressRoute", "IPsec", "AzurePrivatePeering", "Connected", undefined),
    fc.integer(),
    fc.array(tie("thing"), { maxLength: 3 }),
    tie("object"),
  ),
  object: fc.dictionary(fc.constantFrom(...names), tie("thing"), { maxKeys: 8, noNullPrototype: true }) as fc.Arbitrary<
    Record<string, unknown>
  >,
}));
const objects = fc.array(
  fc
    .tuple(id, fc.dictionary(fc.constantFrom(...names), thing, { maxKeys: 10, noNullPrototype: true }))
    .map(([own, more]) => ({ id: own, ...more })),
  { maxLength: 4 },
);

describe("clouds/azure/map-azure", () => {
  it("makes of whatever is answered a valid discovery and gaps, and never breaks", () => {
    const inventory = fc.record(
      Object.fromEntries(Object.keys(emptyInventory).map((name) => [name, objects])),
    ) as unknown as fc.Arbitrary<AzureInventory>;
    fc.assert(
      fc.property(inventory, objects, (seen, rows) => {
        const routes = rows as readonly VirtualHubEffectiveRoute[];
        const hubs = new Map(
          seen.hubs.map((hub) => [String(hub.id).toLowerCase(), { routes, heard: new Map(), told: new Map() }]),
        );
        const found = mapAzure(seen, { gateways: new Map(), circuits: new Map(), hubs }, []);
        CloudDiscovery.parse({ cloud: "azure", startedAtMs: 0, finishedAtMs: 0, callCount: 0, ...found });
      }),
      { numRuns: 300 },
    );
  });

  it("cuts any text to what a discovery takes, without half a character", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 600 }), (text) => {
        const cut = clipped(text);
        return cut.length <= 256 && cut.isWellFormed() && (text.length > 255 || cut === text);
      }),
    );
  });

  it("keeps the key of an object the same however its id is written", () => {
    fc.assert(
      fc.property(fc.constantFrom("toUpperCase", "toLowerCase", "toString"), (change) => {
        const written = `${RG}/virtualNetworks/Hub`[change]();
        return commonOf({ id: written }).key === commonOf({ id: `${RG}/virtualNetworks/hub` }).key;
      }),
    );
  });
});
