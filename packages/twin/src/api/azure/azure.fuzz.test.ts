import fc from "fast-check";
import { describe, it } from "vitest";
import { Estate } from "../../estate/estate.ts";
import { seededRandom } from "../../world/clock.ts";
import { createWorld } from "../../world/world.ts";
import { Realism } from "../realism.ts";
import { azureApi } from "./index.ts";

const segment = fc.oneof(
  fc.constantFrom(
    "subscriptions",
    "00000000-0000-0000-0000-000000000000",
    "resourceGroups",
    "rg-odd-eastus",
    "providers",
    "Microsoft.Network",
    "virtualNetworks",
    "virtualNetworkGateways",
    "expressRouteCircuits",
    "connections",
    "locations",
    "operations",
    "peerings",
    "getBgpPeerStatus",
    "gw",
    "er",
    "AzurePrivatePeering",
    "routeTables",
    "networkInterfaces",
    "localNetworkGateways",
    "getLearnedRoutes",
    "virtualWans",
    "virtualHubs",
    "vpnGateways",
    "vpnSites",
    "vpnSiteLinks",
    "vpnConnections",
    "vpnLinkConnections",
    "expressRouteGateways",
    "expressRouteConnections",
    "hubVirtualNetworkConnections",
    "hubRouteTables",
    "effectiveRoutes",
    "hub",
    "hub-vpn",
    "hub-er",
    "__proto__",
    "constructor",
  ),
  fc.string({ maxLength: 12 }),
);
const SUBSCRIPTION = ["subscriptions", "00000000-0000-0000-0000-000000000000"];
const GROUP = [...SUBSCRIPTION, "resourceGroups", "rg-odd-eastus", "providers", "Microsoft.Network"];
const path = fc
  .tuple(
    fc.constantFrom(
      [],
      SUBSCRIPTION,
      [...SUBSCRIPTION, "providers", "Microsoft.Network"],
      GROUP,
      [...GROUP, "virtualNetworkGateways", "gw"],
      [...GROUP, "virtualHubs", "hub"],
      [...GROUP, "vpnGateways", "hub-vpn"],
      [...GROUP, "expressRouteCircuits", "er", "peerings", "AzurePrivatePeering"],
    ),
    fc.array(segment, { maxLength: 4 }),
  )
  .map(([start, rest]) => [...start, ...rest]);
const bits = fc.integer({ min: 1, max: 32 });

describe("twin/api/azure", () => {
  it("answers whatever is asked, of whatever size its networks are", () => {
    fc.assert(
      fc.property(
        path,
        fc.constantFrom("GET", "POST", "PUT"),
        bits,
        fc.nat(300),
        (segments, method, length, resourceCount) => {
          const answer = azureApi.call(
            oddWorld(length, resourceCount),
            {
              method,
              path: `/${segments.join("/")}`,
              query: new URLSearchParams({ "api-version": "1" }),
              headers: { authorization: "Bearer any" },
              body: {},
              origin: "http://127.0.0.1/azure",
            },
            { realism: Realism.parse({}), isThrottled: false },
          );
          JSON.stringify(answer.body);
          return answer.statusCode >= 200 && answer.statusCode < 500;
        },
      ),
      { numRuns: 1_000 },
    );
  });
});

/** A network of that size, with a gateway whose connections say as little as an estate may. */
function oddWorld(length: number, resourceCount: number) {
  const estate = Estate.parse({
    version: 1,
    name: "odd",
    networks: [
      { id: "net", cloud: "azure", regionId: "eastus", cidrs: [`10.0.0.0/${length}`], gatewayId: "gw", resourceCount },
      { id: "spoke", cloud: "azure", regionId: "eastus", cidrs: [`10.0.0.0/${length}`], gatewayId: "hub" },
    ],
    gateways: [
      { id: "gw", kind: "router", cloud: "azure", regionId: "eastus", providerId: "gw", asn: 65515 },
      {
        id: "hub",
        kind: "router",
        cloud: "azure",
        regionId: "eastus",
        providerId: "hub",
        asn: 65515,
        service: "virtual-hub",
      },
      { id: "r1", kind: "router", cloud: "onprem", regionId: "dc1", providerId: "r1", asn: 65010 },
    ],
    connections: (["vpn", "express-route", "transit-peering"] as const).flatMap((kind) =>
      ["gw", "hub"].map((at) => ({
        id: `${kind === "express-route" ? "er" : kind}${at === "hub" ? "-hub" : ""}`,
        kind,
        a: { at },
        b: { at: "r1" },
        bandwidthMbps: 1,
        latencyMs: 1,
      })),
    ),
    flows: [],
  });
  return createWorld(estate, { nowMs: () => 0, after: () => () => undefined }, seededRandom(1));
}
