import { beforeEach, describe, expect, it } from "vitest";
import { Estate } from "../../estate/estate.ts";
import { createWorld, type World } from "../../world/world.ts";
import { Realism } from "../realism.ts";
import type { RestAnswer } from "../rest-api.ts";
import type { ArmResource } from "./arm-answer.ts";
import { azureApi } from "./index.ts";

const NETWORK =
  "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-planned-eastus/providers/Microsoft.Network";
const HUB = `${NETWORK}/virtualHubs/hub`;
const PEERING = `${NETWORK}/expressRouteCircuits/er/peerings/AzurePrivatePeering`;

const azure = { kind: "router", cloud: "azure", regionId: "eastus", selects: "azure" };
const estate = Estate.parse({
  version: 1,
  name: "planned",
  networks: [
    { id: "vnet", cloud: "azure", regionId: "eastus", cidrs: ["10.4.0.0/16"], gatewayId: "hub" },
    { id: "dc", cloud: "onprem", regionId: "dc1", cidrs: ["10.9.0.0/16"], gatewayId: "r1" },
  ],
  gateways: [
    { ...azure, id: "hub", providerId: "hub", asn: 65_515, service: "virtual-hub" },
    { id: "r1", kind: "router", cloud: "onprem", regionId: "dc1", providerId: "r1", asn: 65_010 },
  ],
  connections: ["express-route", "vpn"].map((kind, i) => ({
    id: kind === "vpn" ? "vpn" : "er",
    kind,
    a: { at: "hub", announces: ["10.4.0.0/16"], peerIp: `172.31.${i}.2` },
    b: { at: "r1", announces: ["10.9.0.0/16"], peerIp: `172.31.${i}.1` },
    bandwidthMbps: 1_000,
    latencyMs: 1,
  })),
  flows: [],
});

let timers: (() => void)[];
let world: World;
beforeEach(() => {
  timers = [];
  world = createWorld(
    estate,
    {
      nowMs: () => 0,
      after(_, run) {
        timers.push(run);
        return () => undefined;
      },
    },
    () => 0.5,
  );
});
const call = (
  method: string,
  path: string,
  body: unknown = {},
  headers: Readonly<Record<string, string>> = {},
): RestAnswer =>
  azureApi.call(
    world,
    {
      method,
      path,
      query: new URLSearchParams("api-version=2026-01-01"),
      headers: { authorization: "Bearer any", ...headers },
      body,
      origin: "http://127.0.0.1:1/azure",
    },
    { realism: Realism.parse({}), isThrottled: false },
  );
const read = (path: string): ArmResource => call("GET", path).body as ArmResource;
const put = (path: string, properties: object, headers: Readonly<Record<string, string>> = {}): RestAnswer => {
  const now = read(path);
  return call("PUT", path, { ...now, properties: { ...now.properties, ...properties } }, headers);
};
const settle = (): void => {
  for (const run of timers.splice(0)) run();
};
const over = (from: string, to: string): string | undefined => world.traceBetween(from, to).crossings[0]?.connection.id;

describe("twin/api/azure planned writes", () => {
  it("lets a hub prefer VPNs, shown at once and in force when its routes are calculated", () => {
    const { etag } = read(HUB);
    expect(put(HUB, { hubRoutingPreference: "VpnGateway" }, { "if-match": etag ?? "" }).statusCode).toBe(200);

    expect(read(HUB).properties).toMatchObject({
      hubRoutingPreference: "VpnGateway",
      provisioningState: "Updating",
      routingState: "Provisioning",
    });
    expect(over("10.4.0.5", "10.9.0.5")).toBe("er");
    settle();
    expect(read(HUB).properties).toMatchObject({ provisioningState: "Succeeded", routingState: "Provisioned" });
    expect(read(HUB).etag).not.toBe(etag);
    expect(over("10.4.0.5", "10.9.0.5")).toBe("vpn");
    expect(over("10.9.0.5", "10.4.0.5")).toBe("er");
    world.reset();
    expect(read(HUB)).toMatchObject({ etag, properties: { hubRoutingPreference: "ExpressRoute" } });
  });

  it("forgets a preference that a write leaves out, for a write replaces the hub", () => {
    put(HUB, { hubRoutingPreference: "ASPath" });
    settle();
    put(HUB, { hubRoutingPreference: undefined });
    settle();

    expect(read(HUB).properties.hubRoutingPreference).toBe("ExpressRoute");
  });

  it("switches a circuit off for both directions, and on again as it was", () => {
    const before = read(PEERING);
    expect(put(PEERING, { state: "Disabled" }, { "if-match": before.etag ?? "" }).statusCode).toBe(200);
    expect(read(PEERING).properties).toMatchObject({ state: "Disabled", provisioningState: "Updating" });
    settle();

    expect(over("10.4.0.5", "10.9.0.5")).toBe("vpn");
    expect(over("10.9.0.5", "10.4.0.5")).toBe("vpn");
    expect(read(`${NETWORK}/expressRouteCircuits/er`).properties).toMatchObject({
      peerings: [{ properties: { state: "Disabled" } }],
    });
    put(PEERING, { state: "Enabled" });
    settle();
    expect(read(PEERING)).toEqual(before);
    expect(over("10.9.0.5", "10.4.0.5")).toBe("er");
  });

  it.each([
    [HUB, { hubRoutingPreference: "Fastest" }, 400],
    [HUB, { addressPrefix: undefined }, 400],
    [HUB, { addressPrefix: "10.250.0.0/24" }, 400],
    [HUB, { virtualWan: undefined }, 400],
    [PEERING, { state: "Off" }, 400],
    [PEERING, { vlanId: 5_000 }, 400],
    [PEERING, { peerASN: undefined }, 400],
  ])("refuses to write %s with %j", (path, properties, statusCode) => {
    expect(put(path, properties).statusCode).toBe(statusCode);
    expect(timers).toEqual([]);
  });

  it.each([
    [HUB, { hubRoutingPreference: "ASPath" }],
    [PEERING, { state: "Disabled" }],
  ])("takes one write of %s at a time, and none over another version", (path, properties) => {
    expect(put(path, properties, { "if-match": 'W/"0"' }).statusCode).toBe(412);
    expect(put(path, properties).statusCode).toBe(200);
    expect(put(path, properties)).toMatchObject({
      statusCode: 409,
      body: { error: { code: "AnotherOperationInProgress" } },
    });
  });
});
