import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { loadEstate, startTwin, type Twin } from "@skylane/twin";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const SUBSCRIPTION = "7d3c8f10-5b2e-4a6f-9c1d-2e8b7a904411";
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

let twin: Twin;
beforeAll(async () => {
  twin = await startTwin({ estate: loadEstate("globalcart"), apiPort: 0, socksPort: 0, seed: 1 });
});
afterAll(() => twin.close());

const ask = async (path: string): Promise<unknown> => {
  const base = `${twin.apiUrl}/azure/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-globalcart-eastus/providers/Microsoft.Network`;
  const answer = await fetch(`${base}/${path}?api-version=2026-01-01`, { headers: { authorization: "Bearer any" } });
  return answer.json();
};

describe("clouds/azure/twin-shapes", () => {
  it.each([
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
  ])("the simulated %s have only properties that the vendor's SDK reads", async (path, deserializer) => {
    const answer = (await ask(path)) as { value?: { properties: object }[]; properties?: object };
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
