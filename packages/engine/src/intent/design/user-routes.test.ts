import { describe, expect, it } from "vitest";
import {
  anIntent,
  aService,
  connectWorld,
  networkKeyOf,
  type Place,
  placesTopology,
} from "../../../../../test/support/connect-worlds.ts";
import { aGateway, aRoute } from "../../../../../test/support/sightings.ts";
import { designConnections } from "./index.ts";
import { judgeTable } from "./user-routes.ts";

const dc: Place = { cloud: "onprem", regionId: "dc1", n: 3 };
const eastus: Place = { cloud: "azure", regionId: "eastus", n: 2 };
const TABLE = "/subscriptions/s/resourcegroups/rg-2/providers/microsoft.network/routetables/rt-spoke";
const routeTo = (prefix: string, kind: "gateway" | "interface" | "internet" | "none") =>
  aRoute({ cloud: "azure", owner: networkKeyOf(eastus), tableId: TABLE, prefix, next: { kind } });
const range = { prefix: "10.3.0.0/16", host: "10.3.1.20/32" };

describe("engine/intent/design/user-routes", () => {
  it.each([
    ["nothing of its own", [], false, { kind: "to-gateway" }],
    [
      "a default route to an appliance, which what is heard is narrower than",
      [routeTo("0.0.0.0/0", "interface")],
      false,
      { kind: "to-gateway" },
    ],
    ["its own route to the gateway", [routeTo("10.0.0.0/8", "gateway")], true, { kind: "to-gateway" }],
    ["nothing, and nothing is heard", [], true, { kind: "elsewhere", prefix: "10.3.0.0/16" }],
    [
      "a default route to the internet, and nothing is heard",
      [routeTo("0.0.0.0/0", "internet")],
      true,
      { kind: "elsewhere", prefix: "10.3.0.0/16" },
    ],
    [
      "a default route to an appliance, and nothing is heard",
      [routeTo("0.0.0.0/0", "interface")],
      true,
      { kind: "to-appliance" },
    ],
    ["the very prefix dropped", [routeTo("10.3.0.0/16", "none")], false, { kind: "elsewhere", prefix: "10.3.1.20/32" }],
    [
      "a part of it dropped",
      [routeTo("10.3.1.0/24", "none"), routeTo("10.3.0.0/16", "gateway")],
      false,
      { kind: "elsewhere", prefix: "10.3.1.20/32" },
    ],
    ["another part of it dropped", [routeTo("10.3.2.0/24", "none")], false, { kind: "to-gateway" }],
    ["the very prefix sent to an appliance", [routeTo("10.3.0.0/16", "interface")], false, { kind: "to-appliance" }],
  ] as const)("judges a table with %s", (_, routes, isPropagationOff, verdict) => {
    expect(judgeTable(routes, isPropagationOff, range)).toEqual(verdict);
  });

  const designOf = (routes: ReturnType<typeof routeTo>[], isPropagationOff: boolean, hasCircuit = false) => {
    const topology = placesTopology([eastus, dc]);
    const [vnet, ...others] = topology.networks;
    const subnets = vnet?.subnets?.map((subnet, i) =>
      i === 0
        ? { ...subnet, routeTableId: TABLE, ...(isPropagationOff && { isPropagationOff: true as const }) }
        : subnet,
    );
    const circuit = aGateway({
      key: "azure/ergw",
      cloud: "azure",
      kind: "express-route-gateway",
      networkKeys: [networkKeyOf(eastus)],
    });
    const design = designConnections(
      [anIntent("one", aService(eastus, 10), aService(dc, 20))],
      connectWorld({
        ...topology,
        networks: [{ ...(vnet as NonNullable<typeof vnet>), subnets }, ...others],
        gateways: [...topology.gateways, ...(hasCircuit ? [circuit] : [])],
        routes: [...topology.routes, ...routes],
      }),
    );
    expect(design.issues).toEqual([]);
    return { notes: design.notes, routes: design.steps.filter(({ resource }) => resource === "azure.user-route") };
  };

  it("writes a route in the table of the service's subnet that would lose the packets, and in no other", () => {
    const { routes, notes } = designOf([routeTo("0.0.0.0/0", "internet")], true);

    expect(routes.map(({ desired }) => desired)).toEqual([
      expect.objectContaining({ routeTableId: TABLE, prefix: "10.3.0.0/16", nextHopType: "VirtualNetworkGateway" }),
    ]);
    expect(notes).toEqual([]);
    expect(designOf([routeTo("0.0.0.0/0", "internet")], false).routes).toEqual([]);
  });

  it("passes by nobody's appliance, and says what it must do", () => {
    const { routes, notes } = designOf([routeTo("0.0.0.0/0", "interface")], true);

    expect(routes).toEqual([]);
    expect(notes).toEqual([expect.stringMatching(/rt-spoke sends 10\.3\.0\.0\/16 to an appliance/)]);
  });

  it("says where Azure takes no such route: beside ExpressRoute", () => {
    const { routes, notes } = designOf([routeTo("10.3.0.0/16", "none")], false, true);

    expect(routes).toEqual([]);
    expect(notes).toEqual([expect.stringMatching(/beside ExpressRoute/)]);
  });
});
