import { beforeEach, describe, expect, it } from "vitest";
import { Estate } from "../../estate/estate.ts";
import { createWorld, type World } from "../../world/world.ts";
import { Realism } from "../realism.ts";
import type { RestAnswer } from "../rest-api.ts";
import { azureApi } from "./index.ts";

const NETWORK =
  "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-writes-eastus/providers/Microsoft.Network";
const TABLE = `${NETWORK}/routeTables/rt-vnet`;
const CONNECTION = `${NETWORK}/connections/er-2`;

const estate = Estate.parse({
  version: 1,
  name: "writes",
  networks: [
    { id: "vnet", cloud: "azure", regionId: "eastus", cidrs: ["10.4.0.0/16"], gatewayId: "vpn-gw" },
    { id: "store", cloud: "azure", regionId: "eastus", cidrs: ["10.5.0.0/16"], gatewayId: "er-gw" },
    { id: "dc", cloud: "onprem", regionId: "dc1", cidrs: ["10.9.0.0/16"], gatewayId: "r1" },
  ],
  gateways: [
    {
      id: "vpn-gw",
      kind: "router",
      cloud: "azure",
      regionId: "eastus",
      providerId: "vpn-gw",
      asn: 65_515,
      selects: "azure",
    },
    {
      id: "er-gw",
      kind: "router",
      cloud: "azure",
      regionId: "eastus",
      providerId: "er-gw",
      asn: 65_514,
      selects: "azure",
    },
    {
      id: "nva",
      kind: "router",
      cloud: "azure",
      regionId: "eastus",
      providerId: "nva",
      asn: 65_020,
      applianceIp: "10.4.0.10",
    },
    { id: "r1", kind: "router", cloud: "onprem", regionId: "dc1", providerId: "r1", asn: 65_010 },
  ],
  connections: [
    ["tunnel", "vpn", "vpn-gw", "10.4.0.0/16"],
    ["sdwan", "vpn", "nva", "10.4.0.0/16"],
    ["er-1", "express-route", "er-gw", "10.5.0.0/16"],
    ["er-2", "express-route", "er-gw", "10.5.0.0/16"],
  ].map(([id, kind, at, announced]) => ({
    id,
    kind,
    a: { at, announces: [announced] },
    b: { at: "r1", announces: ["10.9.0.0/16"] },
    bandwidthMbps: 1_000,
    latencyMs: 1,
    tags: { owner: "net" },
  })),
  flows: [],
});

let nowMs: number;
let timers: { readonly atMs: number; readonly run: () => void }[];
let world: World;
beforeEach(() => {
  nowMs = 0;
  timers = [];
  world = createWorld(
    estate,
    {
      nowMs: () => nowMs,
      after(delayMs, run) {
        timers.push({ atMs: nowMs + delayMs, run });
        return () => undefined;
      },
    },
    () => 0.5,
  );
});

function call(
  method: string,
  path: string,
  body: unknown = {},
  headers: Readonly<Record<string, string>> = {},
): RestAnswer {
  return azureApi.call(
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
}
/** Lets so much world time pass that whatever is under way is done. */
function settle(): void {
  nowMs += 1_000;
  for (const { run } of timers.splice(0)) run();
}
const codeOf = ({ statusCode, body }: RestAnswer): unknown => [
  statusCode,
  (body as { error?: { code: string } } | null)?.error?.code,
];
const route = (properties: object) => ({ properties: { addressPrefix: "10.9.0.0/16", ...properties } });
const NVA = { nextHopType: "VirtualAppliance", nextHopIpAddress: "10.4.0.10" };
const over = (from: string): string[] =>
  world.traceBetween(from, "10.9.0.5").crossings.map(({ connection }) => connection.id);
const pathOf = (url: string | undefined): string => new URL(url ?? "").pathname.replace(/^\/azure/, "");

describe("twin/api/azure writes", () => {
  it("takes a route, shows it as being updated, and moves packets when it is done", () => {
    const answer = call("PUT", `${TABLE}/routes/own`, route(NVA));

    expect(answer).toMatchObject({ statusCode: 201, body: { properties: { provisioningState: "Updating", ...NVA } } });
    const operation = pathOf(answer.headers?.["azure-asyncoperation"]);
    expect(call("GET", operation).body).toEqual({ status: "InProgress" });
    expect(over("10.4.0.5")).toEqual(["tunnel"]);
    settle();
    expect(call("GET", operation).body).toEqual({ status: "Succeeded" });
    expect(over("10.4.0.5")).toEqual(["sdwan"]);
    expect(call("GET", `${TABLE}/routes/own`)).toMatchObject({
      statusCode: 200,
      body: { id: `${TABLE}/routes/own`, properties: { provisioningState: "Succeeded", addressPrefix: "10.9.0.0/16" } },
    });
    expect(world.changes()).toMatchObject([
      { by: "Microsoft.Network/routeTables/routes/write", prefix: "10.9.0.0/16", to: "nva", cause: "command" },
    ]);
  });

  it("shows a route that is being deleted, and follows the gateway again when it is gone", () => {
    call("PUT", `${TABLE}/routes/own`, route(NVA));
    settle();

    expect(call("DELETE", `${TABLE}/routes/own`).statusCode).toBe(202);
    expect(call("GET", `${TABLE}/routes/own`)).toMatchObject({
      body: { properties: { provisioningState: "Deleting" } },
    });
    settle();
    expect(call("GET", `${TABLE}/routes/own`).statusCode).toBe(404);
    expect(call("DELETE", `${TABLE}/routes/own`).statusCode).toBe(204);
    expect(over("10.4.0.5")).toEqual(["tunnel"]);
  });

  it("gives a VNet its own default back when the route for it is deleted", () => {
    call("PUT", `${TABLE}/routes/all`, { properties: { addressPrefix: "0.0.0.0/0", nextHopType: "None" } });
    settle();
    expect(world.traceBetween("10.4.0.5", "203.0.113.1").kind).toBe("blackhole");
    call("DELETE", `${TABLE}/routes/all`);
    settle();

    expect(world.traceBetween("10.4.0.5", "203.0.113.1").kind).toBe("no-route");
    expect(over("10.4.0.5")).toEqual(["tunnel"]);
  });

  it("moves a route to another prefix when it is written with one", () => {
    call("PUT", `${TABLE}/routes/own`, route(NVA));
    settle();
    expect(call("PUT", `${TABLE}/routes/OWN`, route({ ...NVA, addressPrefix: "10.8.0.0/16" })).statusCode).toBe(200);
    settle();

    expect(call("GET", `${TABLE}/routes`)).toMatchObject({
      body: { value: [{ name: "own", properties: { addressPrefix: "10.8.0.0/16" } }] },
    });
    expect(over("10.4.0.5")).toEqual(["tunnel"]);
  });

  it.each<[string, string, object]>([
    ["an address with the gateway", "vnet", { ...NVA, nextHopType: "VirtualNetworkGateway" }],
    ["an appliance without an address", "vnet", { nextHopType: "VirtualAppliance" }],
    ["the gateway where circuits end", "store", { nextHopType: "VirtualNetworkGateway" }],
  ])("refuses a route to %s", (_, vnet, properties) => {
    expect(codeOf(call("PUT", `${NETWORK}/routeTables/rt-${vnet}/routes/own`, route(properties)))).toEqual([
      400,
      "InvalidRoute",
    ]);
    settle();
    expect(world.changes()).toEqual([]);
  });

  it("refuses what is no route, and a second route for a prefix", () => {
    expect(codeOf(call("PUT", `${TABLE}/routes/own`, route({ nextHopType: "Moon" })))).toEqual([
      400,
      "InvalidRequestFormat",
    ]);
    call("PUT", `${TABLE}/routes/own`, route(NVA));
    settle();
    expect(codeOf(call("PUT", `${TABLE}/routes/second`, route({ nextHopType: "None" })))).toEqual([
      400,
      "InvalidRoute",
    ]);
  });

  it("takes one write of a table at a time, and none over a version that is no more", () => {
    call("PUT", `${TABLE}/routes/own`, route(NVA));
    expect(
      codeOf(call("PUT", `${TABLE}/routes/other`, route({ addressPrefix: "10.8.0.0/16", nextHopType: "None" }))),
    ).toEqual([409, "AnotherOperationInProgress"]);
    settle();
    const seen = (call("GET", `${TABLE}/routes/own`).body as { etag: string }).etag;
    call("PUT", `${TABLE}/routes/other`, route({ addressPrefix: "10.8.0.0/16", nextHopType: "None" }));
    settle();

    for (const method of ["PUT", "DELETE"])
      expect(codeOf(call(method, `${TABLE}/routes/own`, route({ nextHopType: "None" }), { "if-match": seen }))).toEqual(
        [412, "PreconditionFailed"],
      );
    expect(call("DELETE", `${TABLE}/routes/own`, {}, { "if-match": "*" }).statusCode).toBe(202);
  });

  it("forgets at a reset what was under way", () => {
    call("PUT", `${TABLE}/routes/own`, route(NVA));
    world.reset();
    settle();

    expect(call("GET", `${TABLE}/routes`).body).toEqual({ value: [] });
    expect(over("10.4.0.5")).toEqual(["tunnel"]);
  });

  const connection = () => call("GET", CONNECTION).body as { tags: object; etag: string; properties: object };

  it("weighs a connection, with its gateway busy meanwhile", () => {
    const { properties, ...outside } = connection();
    const body = { location: "eastus", tags: outside.tags, properties: { ...properties, routingWeight: 20 } };

    expect(call("PUT", CONNECTION, body, { "if-match": outside.etag })).toMatchObject({
      statusCode: 200,
      body: { properties: { provisioningState: "Updating", routingWeight: 20 } },
    });
    expect(codeOf(call("PUT", `${NETWORK}/connections/er-1`, body))).toEqual([409, "AnotherOperationInProgress"]);
    expect(over("10.5.0.5")).toEqual(["er-1"]);
    settle();
    expect(over("10.5.0.5")).toEqual(["er-2"]);
    expect(connection().properties).toEqual({ ...properties, routingWeight: 20 });
    expect(codeOf(call("PUT", CONNECTION, body, { "if-match": outside.etag }))).toEqual([412, "PreconditionFailed"]);
  });

  it("drops what a write does not name, and shows no key", () => {
    const { virtualNetworkGateway1, connectionType, peer } = connection().properties as Record<string, unknown>;
    call("PUT", CONNECTION, {
      location: "eastus",
      properties: { virtualNetworkGateway1, connectionType, peer, authorizationKey: "any" },
    });
    settle();

    expect(connection().tags).toBeUndefined();
    expect(Object.keys(connection().properties).sort()).toEqual([
      "connectionStatus",
      "connectionType",
      "egressBytesTransferred",
      "ingressBytesTransferred",
      "peer",
      "provisioningState",
      "routingWeight",
      "virtualNetworkGateway1",
    ]);
    world.reset();
    expect(connection().tags).toEqual({ owner: "net" });
  });

  it.each<[string, object, string]>([
    ["without its gateway", { virtualNetworkGateway1: undefined }, "InvalidRequestFormat"],
    ["without its circuit", { peer: undefined }, "MissingPeer"],
    ["as one of another type", { connectionType: "IPsec" }, "ConnectionTypeCannotBeChanged"],
    ["with a weight out of range", { routingWeight: 32_001 }, "InvalidRequestFormat"],
  ])("refuses a connection %s", (_, changed, code) => {
    const body = { location: "eastus", properties: { ...connection().properties, ...changed } };

    expect(codeOf(call("PUT", CONNECTION, body))).toEqual([400, code]);
  });

  it("changes nothing else", () => {
    expect(call("PUT", TABLE, {}).statusCode).toBe(405);
    expect(call("DELETE", CONNECTION).statusCode).toBe(405);
    expect(call("PUT", `${NETWORK}/routeTables/none/routes/own`, route(NVA)).statusCode).toBe(404);
    expect(call("GET", `${NETWORK}/virtualNetworkGateways`).body).toMatchObject({
      value: [{ name: "vpn-gw" }, { name: "er-gw" }, { name: "er-gw-er" }],
    });
  });
});
