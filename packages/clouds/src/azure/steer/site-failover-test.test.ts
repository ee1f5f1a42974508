import { parseEstate, startTwin, type Twin } from "@skylane/twin";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { stringify } from "yaml";
import { azureFaultTests } from "./index.ts";
import { ids, SUBSCRIPTION, steerEstate } from "./steer-estate.ts";
import { azureSteerPolicies } from "./steer-policies.ts";

const LOCATIONS: Readonly<Record<string, string>> = { "circuit-a": "Washington DC", "circuit-b": "Dallas" };
const settings = {
  virtualNetworkGatewayId: `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-steer-eastus/providers/Microsoft.Network/virtualNetworkGateways/er-gw-er`,
  peeringLocation: "Washington DC",
  connectionId: ids.circuitA,
};
let twin: Twin;
const lab = (realism: object) =>
  fetch(`${twin.apiUrl}/lab/realism`, {
    method: "PUT",
    body: JSON.stringify({ apiLatencyMs: 0, apiJitterMs: 0, ...realism }),
  });
const testOf = () => {
  const [test] = azureFaultTests(
    { routerGatewayUrl: undefined, endpoints: { azure: `${twin.apiUrl}/azure` } },
    { environment: { AZURE_ACCESS_TOKEN: "any" }, pollMs: 5 },
  );
  if (!test) throw new Error("no test");
  return test;
};
const over = (): string[] =>
  twin.world.traceBetween("10.5.0.5", "10.9.0.5").crossings.map(({ connection }) => connection.id);

beforeEach(async () => {
  const estate = steerEstate();
  const connections = estate.connections.map((one) => ({
    ...one,
    ...(LOCATIONS[one.id] !== undefined && { location: LOCATIONS[one.id] }),
  }));
  twin = await startTwin({
    estate: parseEstate(stringify({ ...estate, connections }), "steer"),
    apiPort: 0,
    socksPort: 0,
    seed: 1,
  });
  await lab({});
});
afterEach(() => twin.close());

describe("clouds/azure/site-failover-test", () => {
  it("takes a site off the gateway until it is stopped, and shows it", async () => {
    const test = testOf();
    expect(over()).toEqual(["circuit-a"]);
    expect(await test.read(settings)).toEqual({ isTesting: false, isUp: true });

    expect(await test.start(settings, 2)).toBe("started");
    await vi.waitFor(() => expect(over()).toEqual(["circuit-b"]), { timeout: 5_000 });
    expect(await test.read(settings)).toEqual({ isTesting: true, isUp: false });

    expect(await test.stop(settings)).toBe("stopped");
    expect(await test.read(settings)).toEqual({ isTesting: false, isUp: true });
    expect(over()).toEqual(["circuit-a"]);
  });

  it("does everything twice with one effect", async () => {
    const test = testOf();

    expect(await test.stop(settings)).toBe("already");
    await test.start(settings, 2);
    expect(await test.start(settings, 2)).toBe("already");
    await test.stop(settings);
    expect(await test.stop(settings)).toBe("already");
  });

  it("says what Azure refuses: a site that is not there, a permission, a gateway that is not", async () => {
    const test = testOf();

    await expect(test.start({ ...settings, peeringLocation: "Atlantis" }, 2)).rejects.toMatchObject({
      name: "ERR_CLOUD_ANSWER",
      message: expect.stringContaining("no connection in peering location 'Atlantis'"),
    });
    const virtualNetworkGatewayId = `${settings.virtualNetworkGatewayId}-x`;
    await expect(test.read({ ...settings, virtualNetworkGatewayId })).rejects.toMatchObject({
      name: "ERR_CLOUD_NOT_FOUND",
    });
    await lab({ deniedActions: ["azure:Microsoft.Network/virtualNetworkGateways/startSiteFailoverTest/action"] });
    await expect(test.start(settings, 2)).rejects.toMatchObject({ name: "ERR_CLOUD_DENIED" });
    expect(over()).toEqual(["circuit-a"]);
  });

  it("needs no more than its policy allows", async () => {
    const { Actions } = JSON.parse(azureSteerPolicies["azure.site-failover-test"]) as { readonly Actions: string[] };
    for (const action of Actions.filter((one) => !one.includes("/locations/"))) {
      await lab({ deniedActions: [`azure:${action}`] });
      const test = testOf();
      const run = async () => {
        await test.read(settings);
        await test.start(settings, 2);
        await test.stop(settings);
      };
      await expect(run()).rejects.toMatchObject({
        name: "ERR_CLOUD_DENIED",
        message: expect.stringContaining(action),
      });
      await lab({});
      await test.stop(settings);
    }
  });

  it("takes ids of gateways and connections only", () => {
    const { settings: schema } = testOf();

    expect(schema.safeParse(settings).success).toBe(true);
    expect(schema.safeParse({ ...settings, virtualNetworkGatewayId: ids.circuitA }).success).toBe(false);
    expect(schema.safeParse({ ...settings, duration: "5" }).success).toBe(false);
  });
});
