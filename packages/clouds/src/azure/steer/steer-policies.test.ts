import { describe, expect, it } from "vitest";
import { azureTwinForEachTest } from "../../../../../test/support/azure-steering.ts";
import { changeOf } from "../../../../../test/support/planned-move.ts";
import { azure } from "../index.ts";
import { ids } from "./steer-estate.ts";
import { azureSteerPolicies } from "./steer-policies.ts";

const lab = azureTwinForEachTest();

const VERBS: Readonly<Record<string, string>> = { GET: "read", PUT: "write", DELETE: "delete" };

/** `Microsoft.Network/routeTables/routes/read` of a call: the types of its path, without the names. */
function actionOf({ method, path }: { readonly method: string; readonly path: string }): string {
  const [, ...types] = (path.split("/Microsoft.Network/")[1] ?? "")
    .split("/")
    .map((part, i) => (i % 2 === 0 ? part : ""));
  const [first = ""] = (path.split("/Microsoft.Network/")[1] ?? "").split("/");
  return ["Microsoft.Network", first, ...types.filter(Boolean), VERBS[method]].join("/");
}

const moves = {
  "azure.user-route": {
    settings: { routeTableId: ids.table },
    from: { nextHopType: "VirtualNetworkGateway" },
    to: { nextHopType: "VirtualAppliance", nextHopIpAddress: "10.4.0.10" },
  },
  "azure.connection-weight": {
    settings: {},
    from: { connectionId: ids.circuitA },
    to: { connectionId: ids.circuitB },
  },
  "azure.hub-preference": {
    settings: { virtualHubId: ids.hub },
    from: { hubRoutingPreference: "ExpressRoute" },
    to: { hubRoutingPreference: "VpnGateway" },
  },
  "azure.circuit-peering": {
    settings: {},
    from: { connectionId: ids.circuitA },
    to: { connectionId: ids.spareVpn },
  },
} as const;

describe("clouds/azure/steer-policies", () => {
  it.each(Object.entries(moves))("allows exactly what %s does", async (id, move) => {
    const actuator = lab().actuatorOf(id);
    const change = changeOf(actuator, { groupId: "g", sideId: "s", prefixes: ["10.9.0.0/16"], ...move });
    const before = await actuator.snapshot(change);
    await actuator.apply(change);
    await actuator.isApplied(change);
    await actuator.restore(change, before);
    await actuator.isRestored(change, before);

    const policy = JSON.parse(azureSteerPolicies[id as keyof typeof moves]) as { Actions: string[] };
    const asked = new Set(lab().wire.requests.map(actionOf));
    // checked by Azure within a write, or asked only where it has no better link
    const linked = policy.Actions.filter((one) => /(join|peer)\/action|operationResults/.test(one));
    expect([...asked, ...linked].sort()).toEqual(policy.Actions.toSorted());
  });

  it("has one for each actuator and official test, which writes no whole table, no gateway and no circuit", () => {
    const actions = Object.values(azureSteerPolicies).flatMap(
      (policy) => (JSON.parse(policy) as { Actions: string[] }).Actions,
    );

    const context = { routerGatewayUrl: undefined };
    expect(Object.keys(azureSteerPolicies)).toEqual(
      [...azure.actuators(context), ...azure.faultTests(context)].map(({ id }) => id),
    );
    expect(actions.filter((one) => /\/(write|delete)$/.test(one))).toEqual([
      "Microsoft.Network/routeTables/routes/write",
      "Microsoft.Network/routeTables/routes/delete",
      "Microsoft.Network/connections/write",
      "Microsoft.Network/virtualHubs/write",
      "Microsoft.Network/expressRouteCircuits/peerings/write",
    ]);
    expect(actions.filter((one) => one.includes("*"))).toEqual([]);
  });
});
