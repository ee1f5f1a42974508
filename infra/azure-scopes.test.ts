import { describe, expect, it } from "vitest";
import { azureSteering } from "./azure-scopes.ts";

const SUBSCRIPTION = "7d3c8f10-5b2e-4a6f-9c1d-2e8b7a904411";
const group = (actuator: string | undefined, settings: Record<string, string>, handle: Record<string, string>) =>
  ({
    sides: [{ id: "azure", networkId: "n", ...(actuator && { steering: { actuator, settings } }) }],
    paths: [{ handles: { azure: handle } }],
  }) as unknown as Parameters<typeof azureSteering>[0]["groups"][number];
const tableIn = (subscriptionId: string, name: string) =>
  `/subscriptions/${subscriptionId}/resourceGroups/${name}/providers/Microsoft.Network/routeTables/t`;

describe("infra/azure-scopes", () => {
  it("reaches the resource groups of what is steered, each once, by actuator", () => {
    const groups = [
      group("azure.user-route", { routeTableId: tableIn(SUBSCRIPTION, "net") }, { nextHopIp: "10.0.0.4" }),
      group("azure.user-route", { routeTableId: tableIn(SUBSCRIPTION.toUpperCase(), "net") }, {}),
      group("azure.connection-weight", {}, { connectionId: tableIn(SUBSCRIPTION, "er") }),
      group("aws.tgw-route", { routeTableId: tableIn(SUBSCRIPTION, "not-ours") }, {}),
      group(undefined, {}, {}),
    ];

    expect(azureSteering({ groups }, SUBSCRIPTION)).toEqual([
      { actuator: "azure.user-route", scopes: [`/subscriptions/${SUBSCRIPTION}/resourceGroups/net`] },
      { actuator: "azure.connection-weight", scopes: [`/subscriptions/${SUBSCRIPTION}/resourceGroups/er`] },
    ]);
  });

  it("reaches what an official test is made on", () => {
    const gatewayId = `/subscriptions/${SUBSCRIPTION}/resourceGroups/er/providers/Microsoft.Network/virtualNetworkGateways/g`;
    const groups = [
      {
        sides: [],
        paths: [{ handles: {}, faultTest: { test: "azure.site-failover-test", settings: { gatewayId } } }],
      } as unknown as Parameters<typeof azureSteering>[0]["groups"][number],
    ];

    expect(azureSteering({ groups }, SUBSCRIPTION)).toEqual([
      { actuator: "azure.site-failover-test", scopes: [`/subscriptions/${SUBSCRIPTION}/resourceGroups/er`] },
    ]);
  });

  it("reaches no group of another subscription", () => {
    const groups = [group("azure.user-route", { routeTableId: tableIn("another", "net") }, {})];

    expect(azureSteering({ groups }, SUBSCRIPTION)).toEqual([{ actuator: "azure.user-route", scopes: [] }]);
  });

  it("needs the subscription only where nothing names a group", () => {
    const groups = [group("azure.hub-preference", { hub: "name-only" }, {})];

    expect(azureSteering({ groups }, SUBSCRIPTION)).toEqual([
      { actuator: "azure.hub-preference", scopes: [`/subscriptions/${SUBSCRIPTION}`] },
    ]);
  });
});
