import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Estate, loadEstate, startTwin, type Twin } from "@skylane/twin";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hubEstate, SUBSCRIPTION } from "./hub-estate.ts";

const model = ["network", "common"]
  .map((part) =>
    readFileSync(
      join(dirname(fileURLToPath(import.meta.resolve("@azure/arm-network"))), "models", part, "models.js"),
      "utf8",
    ),
  )
  .join("\n");

/** Names of the JSON properties that the SDK's reader of that name takes out of an answer. */
function readBy(deserializer: string): ReadonlySet<string> {
  const start = model.indexOf(`function ${deserializer}(item) {`);
  expect(start, deserializer).toBeGreaterThan(0);
  const body = model.slice(start, model.indexOf("\n}", start));
  return new Set([...body.matchAll(/item\["(\w+)"\]/g)].map(([, name = ""]) => name));
}
const anywhere = new Set([...model.matchAll(/item\["(\w+)"\]/g)].map(([, name = ""]) => name));

let twins: Readonly<Record<"globalcart" | "wan", Twin>>;
beforeAll(async () => {
  const options = { apiPort: 0, socksPort: 0, seed: 1 };
  twins = {
    globalcart: await startTwin({ estate: loadEstate("globalcart"), ...options }),
    wan: await startTwin({ estate: Estate.parse(hubEstate()), ...options }),
  };
});
afterAll(() => Promise.all(Object.values(twins).map((twin) => twin.close())));

const ask = async (path: string, estate: keyof typeof twins): Promise<unknown> => {
  const base = `${twins[estate].apiUrl}/azure/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-${estate}-eastus/providers/Microsoft.Network`;
  const answer = await fetch(`${base}/${path}?api-version=2026-01-01`, { headers: { authorization: "Bearer any" } });
  return answer.json();
};

describe("clouds/azure/twin-shapes", () => {
  it.each<[path: string, deserializer: string, estate?: "wan"]>([
    ["virtualNetworks", "_virtualNetworkPropertiesDeserializer"],
    ["networkInterfaces", "_networkInterfacePropertiesDeserializer"],
    ["networkSecurityGroups", "_networkSecurityGroupPropertiesDeserializer"],
    ["routeTables", "_routeTablePropertiesDeserializer"],
    ["publicIPAddresses", "_publicIPAddressPropertiesDeserializer"],
    ["virtualNetworkGateways", "_virtualNetworkGatewayPropertiesDeserializer"],
    ["localNetworkGateways", "_localNetworkGatewayPropertiesDeserializer"],
    ["connections", "_virtualNetworkGatewayConnectionPropertiesDeserializer"],
    ["connections/er-eastus-1", "_virtualNetworkGatewayConnectionPropertiesDeserializer"],
    ["connections/vpn-eastus-dc1-1", "_virtualNetworkGatewayConnectionPropertiesDeserializer"],
    ["expressRouteCircuits", "_expressRouteCircuitPropertiesDeserializer"],
    ["expressRouteCircuits/er-eastus-1/peerings", "_expressRouteCircuitPeeringPropertiesDeserializer"],
    ["virtualWans", "_virtualWANPropertiesDeserializer", "wan"],
    ["virtualHubs", "_virtualHubPropertiesDeserializer", "wan"],
    ["virtualHubs/hub-east/hubVirtualNetworkConnections", "_hubVirtualNetworkConnectionPropertiesDeserializer", "wan"],
    ["virtualHubs/hub-east/hubRouteTables", "_hubRouteTablePropertiesDeserializer", "wan"],
    ["vpnGateways", "_vpnGatewayPropertiesDeserializer", "wan"],
    ["vpnGateways/hub-east-vpn/vpnConnections", "_vpnConnectionPropertiesDeserializer", "wan"],
    [
      "vpnGateways/hub-east-vpn/vpnConnections/conn-site-hub-east-r1/vpnLinkConnections",
      "_vpnSiteLinkConnectionPropertiesDeserializer",
      "wan",
    ],
    ["vpnSites", "_vpnSitePropertiesDeserializer", "wan"],
    ["vpnSites/site-hub-east-r1/vpnSiteLinks", "_vpnSiteLinkPropertiesDeserializer", "wan"],
    ["expressRouteGateways", "_expressRouteGatewayPropertiesDeserializer", "wan"],
    [
      "expressRouteGateways/hub-east-er/expressRouteConnections",
      "_expressRouteConnectionPropertiesDeserializer",
      "wan",
    ],
    ["virtualNetworks", "_virtualNetworkPropertiesDeserializer", "wan"],
    ["expressRouteCircuits/circuit/peerings", "_expressRouteCircuitPeeringPropertiesDeserializer", "wan"],
  ])("the simulated %s have only properties that the vendor's SDK reads", async (path, deserializer, estate) => {
    const answer = (await ask(path, estate ?? "globalcart")) as {
      value?: { properties: object }[];
      properties?: object;
    };
    const all = answer.value?.map(({ properties }) => properties) ?? [answer.properties ?? {}];

    expect(all.length).toBeGreaterThan(0);
    const known = readBy(deserializer);
    for (const properties of all) expect(Object.keys(properties).filter((name) => !known.has(name))).toEqual([]);
    expect(namesIn(answer).filter((name) => !anywhere.has(name) && name !== "nextLink" && name !== "value")).toEqual(
      [],
    );
  });
});

/** Names of all properties at any depth; tags are the owner's own words. */
function namesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(namesIn);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => (name === "tags" ? [] : [name, ...namesIn(inner)]));
}
