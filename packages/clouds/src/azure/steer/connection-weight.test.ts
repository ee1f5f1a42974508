import { inspect } from "node:util";
import type { MoveRequest } from "@skylane/core";
import { describe, expect, it, vi } from "vitest";
import { azureTwinForEachTest, betweenCircuits, KEY } from "../../../../../test/support/azure-steering.ts";
import { planMove } from "../../../../../test/support/planned-move.ts";
import { ids, SUBSCRIPTION } from "./steer-estate.ts";
import { refusal } from "./troubled-wire.ts";

const { way, ...between } = betweenCircuits;
const request: MoveRequest = { ...between, settings: { weight: "500" } };
const lab = azureTwinForEachTest();

const planned = (changed: Partial<MoveRequest> = {}) =>
  planMove(lab().actuatorOf("azure.connection-weight"), { ...request, ...changed });
/** The circuits are of another subscription than the connections. */
const abroad = (text: string): string =>
  text.replaceAll(
    /\/subscriptions\/[0-9a-f-]+(\/resourceGroups\/[^/]+\/providers\/Microsoft.Network\/expressRouteCircuits)/g,
    "/subscriptions/00000000-0000-0000-0000-00000000000b$1",
  );
const put = () => lab().wire.requests.find(({ method }) => method === "PUT")?.body ?? "";

describe("clouds/azure/steer/connection-weight", () => {
  it("plans one change however many prefixes there are, for a weight holds for all of them", () => {
    const { changes } = planned();

    expect(changes).toEqual([
      {
        id: "g:cloud:weight",
        sideId: "cloud",
        cloud: "azure",
        actuator: "azure.connection-weight",
        prefix: "10.9.0.0/16",
        target: { connectionId: ids.circuitB, fromConnectionId: ids.circuitA },
        desired: { routingWeight: "500" },
        summary:
          "give ExpressRoute connection circuit-b the weight 500, so that it is taken before circuit-a for 10.9.0.0/16, 10.8.0.0/16 and all else that both carry",
      },
    ]);
  });

  it("writes the connection whole, as it was read, over the version that was read", async () => {
    const { actuator, change } = planned();
    const url = `${lab().twin.apiUrl}/azure${ids.circuitB}?api-version=2026-01-01`;
    const read = async () =>
      (await (await fetch(url, { headers: { authorization: "Bearer any" } })).json()) as Record<"properties", object>;
    const { properties: before, ...outside } = await read();

    await actuator.apply(change);

    const { connectionStatus, provisioningState, ingressBytesTransferred, egressBytesTransferred, ...configured } =
      before as Record<string, unknown>;
    expect(connectionStatus).toBe("Connected");
    expect(JSON.parse(put()).properties).toMatchObject({ ...configured, routingWeight: 500 });
    const { properties: after, ...stillOutside } = await read();
    // its counter goes on, now that packets take it
    expect(after).toEqual({ ...before, routingWeight: 500, egressBytesTransferred: expect.any(Number) });
    expect({ ...stillOutside, etag: "" }).toEqual({ ...outside, etag: "" });
  });

  it("does not touch the weight of the connection to leave, nor that of a VPN beside it", async () => {
    const { actuator, change } = planned();
    await actuator.apply(change);

    expect([...lab().twin.world.routing.connectionWeights]).toEqual([
      ["er-gw|circuit-a", 10],
      ["er-gw|circuit-b", 500],
    ]);
    expect(
      lab()
        .wire.requests.filter(({ method }) => method === "PUT")
        .map(({ path }) => path.split("/").at(-1)),
    ).toEqual(["circuit-b"]);
  });

  it.each<[string, Partial<MoveRequest>, string]>([
    [
      "a VPN connection to take",
      { to: { connectionId: ids.spareVpn } },
      "spare-vpn is of type IPsec, on which a weight has no effect",
    ],
    ["a VPN connection to leave", { from: { connectionId: ids.spareVpn } }, "spare-vpn is of type IPsec"],
    [
      "a weight that beats nothing",
      { settings: { weight: "10" } },
      "circuit-a has weight 10, so that 10 would not beat it",
    ],
  ])("refuses %s before anything is written", async (_, changed, message) => {
    const { actuator, change } = planned(changed);

    await expect(actuator.snapshot(change)).rejects.toMatchObject({ name: "ERR_ACTUATOR_UNKNOWN", kind: "invalid" });
    await expect(actuator.apply(change)).rejects.toThrow(message);
    expect(put()).toBe("");
  });

  it("refuses connections of two gateways, whose weights are never compared", async () => {
    const { actuator, change } = planned();
    lab().wire.reshape = (text, { url }) =>
      url.includes("/circuit-a")
        ? text.replaceAll("/virtualNetworkGateways/er-gw-er", "/virtualNetworkGateways/other")
        : text;

    await expect(actuator.snapshot(change)).rejects.toThrow("end at two gateways");
  });

  it("undoes a move that is still under way as soon as the gateway takes it, and says so where that is too long", async () => {
    const { actuator, change } = planned();
    const before = await actuator.snapshot(change);
    const hasty = lab().actuatorOf("azure.connection-weight", { waitMs: 0 });
    let isHeld = true;
    lab().wire.reshape = (text, { url }) => {
      if (!isHeld) return text;
      return url.includes("/locations/")
        ? text.replace("Succeeded", "InProgress")
        : text.replace('"provisioningState":"Succeeded"', '"provisioningState":"Updating"');
    };

    expect(await hasty.apply(change)).toBe("applied");
    expect(await hasty.isApplied(change)).toBe(false);
    await expect(hasty.restore(change, before)).rejects.toMatchObject({ name: "ERR_CLOUD_UNAVAILABLE" });
    let readCount = 0;
    lab().wire.after = ({ method }) => {
      readCount += method === "GET" ? 1 : 0;
      if (readCount === 3) isHeld = false;
    };
    await vi.waitFor(async () => expect(await lab().over(way)).toEqual(["circuit-b"]));
    expect(await actuator.restore(change, before)).toBe("restored");

    expect(readCount).toBeGreaterThanOrEqual(3);
    expect(await actuator.isRestored(change, before)).toBe(true);
    expect(await lab().over(way)).toEqual(["circuit-a"]);
  });

  it("shows as applied only while it beats the connection to leave", async () => {
    const { actuator, change } = planned();
    await actuator.apply(change);
    expect(await actuator.isApplied(change)).toBe(true);

    expect(await lab().stranger("PUT", ids.circuitA, { routingWeight: 900 })).toBe(200);

    expect(await actuator.isApplied(change)).toBe(false);
    expect(await lab().over(way)).toEqual(["circuit-a"]);
  });

  it("sends the authorization key of a circuit of another subscription, and says it nowhere", async () => {
    lab().wire.reshape = abroad;
    const { actuator, change } = planned({
      to: { connectionId: ids.circuitB, authorizationKeySecret: "circuit-b-key" },
    });
    const before = await actuator.snapshot(change);

    await actuator.apply(change);

    expect(JSON.parse(put()).properties.authorizationKey).toBe(KEY);
    expect(JSON.stringify([change, before])).not.toContain(KEY);
    lab().wire.before = async (sent) =>
      sent.method === "PUT" ? refusal(sent, 400, "InvalidKey", `The key ${KEY} is not of this circuit.`) : undefined;
    const error = await actuator.restore(change, before).catch((one: unknown) => one);
    expect(error).toMatchObject({ name: "ERR_CLOUD_ANSWER", message: expect.stringContaining("[authorization key]") });
    expect(inspect(error, { depth: 20 })).not.toContain(KEY);
    expect((error as Error).cause).toBeUndefined();
  });

  it("writes nothing where a key is needed and not named, or named and not set", async () => {
    lab().wire.reshape = abroad;
    const unnamed = planned();
    await expect(unnamed.actuator.snapshot(unnamed.change)).rejects.toThrow("Name the secret that holds it");
    const unset = planned({ to: { connectionId: ids.circuitB, authorizationKeySecret: "no-such-key" } });
    await expect(unset.actuator.snapshot(unset.change)).rejects.toThrow('secret "no-such-key"');

    await expect(unnamed.actuator.apply(unnamed.change)).rejects.toMatchObject({ name: "ERR_CLOUD_DENIED" });
    expect(put()).toBe("");
    expect(await lab().over(way)).toEqual(["circuit-a"]);
    expect(ids.circuitA).toContain(SUBSCRIPTION);
  });

  it.each(["0", "-1", "1.5", "32001", "many"])("refuses the weight %s", (weight) => {
    expect(lab().actuatorOf("azure.connection-weight").settings.safeParse({ weight }).success).toBe(false);
  });
});
