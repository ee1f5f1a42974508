import { inspect } from "node:util";
import type { MoveRequest } from "@skylane/core";
import { describe, expect, it, vi } from "vitest";
import { azureTwinForEachTest, betweenCircuits, KEY } from "../../../../../test/support/azure-steering.ts";
import { planMove } from "../../../../../test/support/planned-move.ts";
import { ids } from "./steer-estate.ts";
import { refusal } from "./troubled-wire.ts";

const { way, ...request } = betweenCircuits;
const lab = azureTwinForEachTest();

const planned = (changed: Partial<MoveRequest> = {}) =>
  planMove(lab().actuatorOf("azure.circuit-peering"), { ...request, ...changed });
const puts = () => lab().wire.requests.filter(({ method }) => method === "PUT");

describe("clouds/azure/steer/circuit-peering", () => {
  it("plans one change however many prefixes there are, and only for a person to order", () => {
    expect(planned().changes).toEqual([
      {
        id: "g:cloud:peering",
        sideId: "cloud",
        cloud: "azure",
        actuator: "azure.circuit-peering",
        prefix: "10.9.0.0/16",
        target: { connectionId: ids.circuitA, toConnectionId: ids.circuitB },
        desired: { state: "Disabled" },
        summary:
          "switch off the circuit of connection circuit-a for every gateway on it, so that circuit-b is taken for 10.9.0.0/16, 10.8.0.0/16 and all else that it carries",
        isPlannedOnly: true,
      },
    ]);
  });

  it("takes the circuit from both directions, and writes the peering whole", async () => {
    const { actuator, change } = planned();
    const before = await actuator.snapshot(change);
    const url = `${lab().twin.apiUrl}/azure${ids.peeringA}?api-version=2026-01-01`;
    const read = async () =>
      ((await (await fetch(url, { headers: { authorization: "Bearer any" } })).json()) as { properties: object })
        .properties as Record<string, unknown>;
    const { provisioningState, ...configured } = await read();
    expect(await lab().over(way)).toEqual(["circuit-a"]);
    expect(await lab().over([way[1], way[0]])).toEqual(["circuit-a"]);

    await actuator.apply(change);
    await vi.waitFor(async () => expect(await actuator.isApplied(change)).toBe(true));

    expect(JSON.parse(puts()[0]?.body ?? "{}").properties).toMatchObject({ ...configured, state: "Disabled" });
    expect(await lab().over(way)).toEqual(["circuit-b"]);
    expect(await lab().over([way[1], way[0]])).toEqual(["circuit-b"]);
    await actuator.restore(change, before);
    await vi.waitFor(async () => expect(await actuator.isRestored(change, before)).toBe(true));
    expect(await read()).toEqual({ provisioningState, ...configured });
    expect(await lab().over([way[1], way[0]])).toEqual(["circuit-a"]);
  });

  it("takes a VPN beside the circuits for another path of the VNet, and one of another VNet for none", async () => {
    const beside = planned({ to: { connectionId: ids.spareVpn } });
    await expect(beside.actuator.snapshot(beside.change)).resolves.toMatchObject({ state: { state: "Enabled" } });

    const elsewhere = planned({ to: { connectionId: ids.spareVpn.replace("spare-vpn", "tunnel") } });
    await expect(elsewhere.actuator.apply(elsewhere.change)).rejects.toThrow("tunnel serves another VNet");
    expect(puts()).toEqual([]);
  });

  it("never switches off the last path that works: the other circuit is off, or its connection is down", async () => {
    const { actuator, change } = planned();
    expect(await lab().stranger("PUT", ids.peeringB, { state: "Disabled" })).toBe(200);
    await expect(actuator.snapshot(change)).rejects.toMatchObject({ name: "ERR_PATH_LAST", kind: "conflict" });
    await expect(actuator.apply(change)).rejects.toThrow("circuit-b does not carry anything now");

    expect(await lab().stranger("PUT", ids.peeringB, { state: "Enabled" })).toBe(200);
    lab().wire.reshape = (text, { url }) =>
      url.includes("/connections/circuit-b")
        ? text.replace('"connectionStatus":"Connected"', '"connectionStatus":"NotConnected"')
        : text;
    await expect(actuator.apply(change)).rejects.toMatchObject({ name: "ERR_PATH_LAST" });
    expect(puts()).toEqual([]);
    expect(await lab().over(way)).toEqual(["circuit-a"]);
  });

  it("looks at every gateway on the circuit, for it takes it from all of them", async () => {
    const { actuator, change } = planned();
    // a second gateway whose only circuit is this one
    lab().wire.reshape = (text, { url }) => {
      if (!/\/connections\?/.test(url)) return text;
      const list = JSON.parse(text) as { value: { name: string; properties: Record<string, unknown> }[] };
      const [left] = list.value.filter(({ name }) => name === "circuit-a");
      const theirs = {
        ...left,
        name: "theirs",
        properties: { ...left?.properties, virtualNetworkGateway1: { id: `${ids.hub}-other` } },
      };
      return JSON.stringify({ value: [...list.value, theirs] });
    };

    await expect(actuator.apply(change)).rejects.toMatchObject({
      name: "ERR_PATH_LAST",
      message: expect.stringContaining("the gateway of connection theirs is on the circuit too"),
    });
    expect(puts()).toEqual([]);
  });

  it("puts a circuit back on whatever has become of the others", async () => {
    const { actuator, change } = planned();
    const before = await actuator.snapshot(change);
    await actuator.apply(change);
    await lab().stranger("PUT", ids.peeringB, { state: "Disabled" });

    expect(await actuator.restore(change, before)).toBe("restored");
    await vi.waitFor(async () => expect(await lab().over(way)).toEqual(["circuit-a"]));
  });

  it("writes nothing over a peering that is another by now", async () => {
    const { actuator, change } = planned();
    let isMeddled = false;
    lab().wire.before = async ({ method }) => {
      if (method !== "PUT" || isMeddled) return undefined;
      isMeddled = true;
      await lab().stranger("PUT", ids.peeringA, { state: "Disabled" });
      return undefined;
    };

    await expect(actuator.apply(change)).rejects.toMatchObject({ name: "ERR_CLOUD_CONFLICT" });
    expect(isMeddled).toBe(true);
  });

  it("sends a peering's key again, and says it nowhere", async () => {
    const { actuator, change } = planned({ from: { connectionId: ids.circuitA, sharedKeySecret: "circuit-b-key" } });
    const before = await actuator.snapshot(change);
    await actuator.apply(change);

    expect(JSON.parse(puts()[0]?.body ?? "{}").properties.sharedKey).toBe(KEY);
    expect(JSON.stringify([change, before])).not.toContain(KEY);
    lab().wire.before = async (sent) =>
      sent.method === "PUT" ? refusal(sent, 400, "InvalidKey", `The key ${KEY} is too long.`) : undefined;
    const error = await actuator.restore(change, before).catch((one: unknown) => one);
    expect(error).toMatchObject({ name: "ERR_CLOUD_ANSWER", message: expect.stringContaining("[shared key]") });
    expect(inspect(error, { depth: 20 })).not.toContain(KEY);

    const unset = planned({ from: { connectionId: ids.circuitB, sharedKeySecret: "no-such-key" }, to: request.from });
    await expect(unset.actuator.snapshot(unset.change)).rejects.toMatchObject({ name: "ERR_CLOUD_DENIED" });
  });

  it.each(["", "circuit-a", `${ids.circuitA}/x`, `${ids.circuitA}?x`, `${ids.circuitA}\n`, ids.peeringA])(
    "refuses the connection %j",
    (connectionId) => {
      expect(lab().actuatorOf("azure.circuit-peering").handle.safeParse({ connectionId }).success).toBe(false);
    },
  );
});
