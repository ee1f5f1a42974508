import type { MoveRequest } from "@skylane/core";
import { describe, expect, it, vi } from "vitest";
import { azureTwinForEachTest, withinHub } from "../../../../../test/support/azure-steering.ts";
import { planMove } from "../../../../../test/support/planned-move.ts";
import { ids } from "./steer-estate.ts";

const { way, ...request } = withinHub;
const lab = azureTwinForEachTest();

const planned = (changed: Partial<MoveRequest> = {}, more: { readonly waitMs?: number } = {}) =>
  planMove(lab().actuatorOf("azure.hub-preference", more), { ...request, ...changed });
const readHub = async () => {
  const url = `${lab().twin.apiUrl}/azure${ids.hub}?api-version=2026-01-01`;
  return (await (await fetch(url, { headers: { authorization: "Bearer any" } })).json()) as {
    readonly location: string;
    readonly properties: Readonly<Record<string, unknown>>;
  };
};

describe("clouds/azure/steer/hub-preference", () => {
  it("plans one change however many prefixes there are, and only for a person to order", () => {
    expect(planned().changes).toEqual([
      {
        id: "g:cloud:hub-preference",
        sideId: "cloud",
        cloud: "azure",
        actuator: "azure.hub-preference",
        prefix: "10.9.0.0/16",
        target: { virtualHubId: ids.hub },
        desired: { hubRoutingPreference: "VpnGateway" },
        summary: "let virtual hub hub prefer VpnGateway, for 10.9.0.0/16, 10.8.0.0/16 and all else that it connects",
        isPlannedOnly: true,
      },
    ]);
  });

  it("writes the hub whole, as it was read, and moves all that it connects", async () => {
    const { actuator, change } = planned();
    const { location, properties } = await readHub();
    const { provisioningState, routingState, ...configured } = properties;
    expect([provisioningState, routingState]).toEqual(["Succeeded", "Provisioned"]);

    await actuator.apply(change);

    const put = JSON.parse(lab().wire.requests.find(({ method }) => method === "PUT")?.body ?? "{}");
    const { virtualHubRouteTableV2s: none, ...sent } = configured;
    expect(none).toEqual([]);
    expect(put.location).toBe(location);
    expect(put.properties).toMatchObject({ ...sent, hubRoutingPreference: "VpnGateway" });
    expect(await readHub()).toMatchObject({ properties: { ...properties, hubRoutingPreference: "VpnGateway" } });
    expect(await lab().over(["10.6.0.5", "10.8.0.5"])).toEqual(["hub-vpn"]);
  });

  it("takes the shorter AS path where that is what is asked for: a circuit's is longer by Microsoft's own hop", async () => {
    const { actuator, change } = planned({ to: { hubRoutingPreference: "ASPath" } });
    await actuator.apply(change);
    await vi.waitFor(async () => expect(await actuator.isApplied(change)).toBe(true));

    expect(await lab().over(way)).toEqual(["hub-vpn"]);
  });

  it("is not applied before the hub has calculated its routes, and takes no undo before that", async () => {
    const { actuator, change } = planned({}, { waitMs: 0 });
    const before = await actuator.snapshot(change);
    await actuator.apply(change);
    await vi.waitFor(async () => expect(await actuator.isApplied(change)).toBe(true));
    lab().wire.reshape = (text) => text.replace('"routingState":"Provisioned"', '"routingState":"Provisioning"');

    expect(await actuator.isApplied(change)).toBe(false);
    await expect(actuator.restore(change, before)).rejects.toMatchObject({ name: "ERR_CLOUD_UNAVAILABLE" });
    lab().wire.reshape = (text) => text;
    expect(await actuator.restore(change, before)).toBe("restored");
    await vi.waitFor(async () => expect(await actuator.isRestored(change, before)).toBe(true));
    expect(await lab().over(way)).toEqual(["hub-circuit"]);
  });

  it("takes a write that failed half-way for none, and writes again", async () => {
    const { actuator, change } = planned();
    const before = await actuator.snapshot(change);
    await actuator.apply(change);
    lab().wire.reshape = (text) => text.replace('"provisioningState":"Succeeded"', '"provisioningState":"Failed"');

    expect(await actuator.isApplied(change)).toBe(false);
    expect(await actuator.apply(change)).toBe("applied");
    expect(await actuator.restore(change, before)).toBe("restored");
    lab().wire.reshape = (text) => text;
    await vi.waitFor(async () => expect(await actuator.isRestored(change, before)).toBe(true));
  });

  it.each([
    "",
    "hub",
    `${ids.hub}/hubRouteTables/x`,
    `${ids.hub}?x=y`,
    `${ids.hub}\n`,
    ids.hub.replace("virtualHubs", "virtualWans"),
    ids.hub.replace("rg-steer-eastus", "../../x"),
  ])("refuses the hub %j", (virtualHubId) => {
    expect(lab().actuatorOf("azure.hub-preference").settings.safeParse({ virtualHubId }).success).toBe(false);
  });

  it.each(["", "expressroute", "None", "VpnGateway "])("refuses the preference %j", (hubRoutingPreference) => {
    expect(lab().actuatorOf("azure.hub-preference").handle.safeParse({ hubRoutingPreference }).success).toBe(false);
  });
});
