import type { MoveRequest } from "@skylane/core";
import { describe, expect, it, vi } from "vitest";
import {
  type AzureTwin,
  azureTwinForEachTest,
  betweenCircuits,
  withinHub,
} from "../../../../../test/support/azure-steering.ts";
import { ids } from "./steer-estate.ts";
import { refusal } from "./troubled-wire.ts";

const lab = azureTwinForEachTest();
const stranger = async (...call: Parameters<AzureTwin["stranger"]>): Promise<void> =>
  expect(await lab().stranger(...call)).toBeLessThan(300);

interface Case extends MoveRequest {
  readonly way: readonly [string, string];
  readonly links: readonly [first: string, second: string];
  /** What is there before Skylane comes. */
  readonly prepare?: () => Promise<void>;
  /** What somebody else writes meanwhile; `undefined` where there is nothing between on and off. */
  readonly meddle: (() => Promise<void>) | undefined;
  /** Something that Azure, or Skylane, does not take. */
  readonly wrong: { readonly request: Partial<MoveRequest>; readonly error: string };
}
const WRITES = ["routeTables/routes", "connections", "virtualHubs", "expressRouteCircuits/peerings"].map(
  (type) => `Microsoft.Network/${type}/write`,
);
const NVA = { nextHopType: "VirtualAppliance", nextHopIpAddress: "10.4.0.10" };
const theirs = `${ids.table}/routes/by-hand`;
const cases: Readonly<Record<string, readonly [actuator: string, Case]>> = {
  "azure.user-route, a route of its own": [
    "azure.user-route",
    {
      groupId: "g",
      sideId: "cloud",
      prefixes: ["10.9.0.0/16"],
      settings: { routeTableId: ids.table },
      from: { nextHopType: "VirtualNetworkGateway" },
      to: NVA,
      way: ["10.4.0.5", "10.9.0.5"],
      links: ["tunnel", "sdwan"],
      meddle: () =>
        stranger("PUT", `${ids.table}/routes/skylane-10-9-0-0-16`, {
          addressPrefix: "10.9.0.0/16",
          ...NVA,
          nextHopIpAddress: "10.4.0.99",
        }),
      // the gateway of this table's VNet ends circuits
      wrong: {
        request: {
          settings: { routeTableId: ids.circuitTable },
          from: NVA,
          to: { nextHopType: "VirtualNetworkGateway" },
        },
        error: "ERR_CLOUD_ANSWER",
      },
    },
  ],
  "azure.user-route, a route that was there": [
    "azure.user-route",
    {
      groupId: "g",
      sideId: "cloud",
      prefixes: ["10.9.0.0/16"],
      settings: { routeTableId: ids.table },
      from: NVA,
      to: { nextHopType: "VirtualNetworkGateway" },
      way: ["10.4.0.5", "10.9.0.5"],
      links: ["sdwan", "tunnel"],
      prepare: () => stranger("PUT", theirs, { addressPrefix: "10.9.0.0/16", ...NVA }),
      meddle: () => stranger("PUT", theirs, { addressPrefix: "10.9.0.0/16", ...NVA, nextHopIpAddress: "10.4.0.99" }),
      wrong: { request: { settings: { routeTableId: `${ids.table}-x` } }, error: "ERR_CLOUD_NOT_FOUND" },
    },
  ],
  "azure.connection-weight": [
    "azure.connection-weight",
    {
      ...betweenCircuits,
      links: ["circuit-a", "circuit-b"],
      meddle: () => stranger("PUT", ids.circuitB, { routingWeight: 77 }),
      wrong: { request: { to: { connectionId: ids.spareVpn } }, error: "ERR_ACTUATOR_UNKNOWN" },
    },
  ],
  "azure.hub-preference": [
    "azure.hub-preference",
    {
      ...withinHub,
      links: ["hub-circuit", "hub-vpn"],
      meddle: () => stranger("PUT", ids.hub, { hubRoutingPreference: "ASPath" }),
      wrong: { request: { settings: { virtualHubId: `${ids.hub}-x` } }, error: "ERR_CLOUD_NOT_FOUND" },
    },
  ],
  "azure.circuit-peering": [
    "azure.circuit-peering",
    {
      ...betweenCircuits,
      links: ["circuit-a", "circuit-b"],
      meddle: undefined,
      wrong: {
        request: { from: { connectionId: ids.spareVpn }, to: { connectionId: ids.circuitB } },
        error: "ERR_ACTUATOR_UNKNOWN",
      },
    },
  ],
};

// One suite, every knob runs it: what a move needs, and what may go wrong meanwhile.
describe.each(Object.entries(cases))("clouds/azure/steer: %s", (_, [id, request]) => {
  const planned = async (changed: Partial<MoveRequest> = {}) => {
    await request.prepare?.();
    const actuator = lab().actuatorOf(id);
    const [change, ...others] = actuator.plan({ ...request, ...changed });
    if (!change) throw new Error("no change");
    return { actuator, change, others };
  };
  const [first, second] = request.links;
  const isWrite = ({ method }: { readonly method: string }): boolean => method === "PUT" || method === "DELETE";

  it("moves packets, shows it, and puts them back as they were", async () => {
    const { actuator, change } = await planned();
    expect(await lab().over(request.way)).toEqual([first]);
    const before = await actuator.snapshot(change);

    expect(await actuator.isApplied(change)).toBe(false);
    expect(await actuator.apply(change)).toBe("applied");
    expect(await actuator.isApplied(change)).toBe(true);
    expect(await lab().over(request.way)).toEqual([second]);
    lab().twin.world.send(...request.way, 100);
    expect(lab().twin.world.counters.get(second)).toMatchObject({ forwardPackets: 1 });

    expect(await actuator.isRestored(change, before)).toBe(false);
    expect(await actuator.restore(change, before)).toBe("restored");
    expect(await actuator.isRestored(change, before)).toBe(true);
    expect(await lab().over(request.way)).toEqual([first]);
    expect(await actuator.snapshot(change)).toEqual(before);
  });

  it("does everything twice with one effect", async () => {
    const { actuator, change } = await planned();
    const before = await actuator.snapshot(change);

    await actuator.apply(change);
    expect(await actuator.apply(change)).toBe("already");
    await actuator.restore(change, before);
    expect(await actuator.restore(change, before)).toBe("already");
    expect(lab().wire.requests.filter(isWrite)).toHaveLength(2);
  });

  it("leaves what was there before a move that found it already so", async () => {
    const { actuator, change } = await planned();
    await actuator.apply(change);
    const before = await actuator.snapshot(change);

    expect(await actuator.restore(change, before)).toBe("already");
    expect(await lab().over(request.way)).toEqual([second]);
  });

  it("undoes a write whose answer was lost", async () => {
    const { actuator, change } = await planned();
    const before = await actuator.snapshot(change);
    lab().wire.after = (sent) => {
      if (isWrite(sent)) throw Object.assign(new Error("socket hang up"), { code: "EPIPE" });
    };

    await expect(actuator.apply(change)).rejects.toMatchObject({ name: "ERR_CLOUD_UNAVAILABLE" });
    lab().wire.after = () => undefined;
    await vi.waitFor(async () => expect(await actuator.isApplied(change)).toBe(true));
    expect(await actuator.apply(change)).toBe("already");
    expect(await actuator.restore(change, before)).toBe("restored");
    expect(await lab().over(request.way)).toEqual([first]);
  });

  it("has nothing to undo where its write never came through", async () => {
    const { actuator, change } = await planned();
    const before = await actuator.snapshot(change);
    await lab().setRealism({ deniedActions: WRITES.map((action) => `azure:${action}`) });

    await expect(actuator.apply(change)).rejects.toMatchObject({ name: "ERR_CLOUD_DENIED", kind: "denied" });
    expect(await actuator.restore(change, before)).toBe("already");
    expect(await lab().over(request.way)).toEqual([first]);
  });

  it.skipIf(!request.meddle)("does not fight a person who changed it meanwhile", async () => {
    const { actuator, change } = await planned();
    const before = await actuator.snapshot(change);
    await actuator.apply(change);
    await request.meddle?.();
    const way = await lab().over(request.way);

    await expect(actuator.restore(change, before)).rejects.toMatchObject({ name: "ERR_CLOUD_CONFLICT" });
    expect(await lab().over(request.way)).toEqual(way);
  });

  it.skipIf(!request.meddle)("writes nothing over a change that came between its look and its write", async () => {
    const { actuator, change } = await planned();
    const before = await actuator.snapshot(change);
    await actuator.apply(change);
    let isMeddled = false;
    lab().wire.before = async (sent) => {
      if (!isWrite(sent) || isMeddled) return undefined;
      isMeddled = true;
      await request.meddle?.();
      return undefined;
    };

    await expect(actuator.restore(change, before)).rejects.toMatchObject({ name: "ERR_CLOUD_CONFLICT" });
    expect(isMeddled).toBe(true);
    expect(await actuator.isRestored(change, before)).toBe(false);
  });

  it("leaves packets where they were when asked for what cannot be", async () => {
    const { actuator, change } = await planned(request.wrong.request);
    const changeCount = lab().twin.world.changes().length;

    await expect(actuator.snapshot(change).then(() => actuator.apply(change))).rejects.toMatchObject({
      name: request.wrong.error,
    });
    expect(await lab().over(request.way)).toEqual([first]);
    expect(lab().twin.world.changes()).toHaveLength(changeCount);
  });

  it("asks again later where another operation runs, and where Azure throttles", async () => {
    const { actuator, change } = await planned();
    lab().wire.before = async (sent) =>
      isWrite(sent)
        ? refusal(sent, 409, "AnotherOperationInProgress", "Another operation on this resource is in progress.")
        : undefined;
    await expect(actuator.apply(change)).rejects.toMatchObject({ name: "ERR_CLOUD_UNAVAILABLE", kind: "unavailable" });
    lab().wire.before = async (sent) => refusal(sent, 429, "TooManyRequests", "throttled", { "retry-after": "60" });
    const hurried = lab().actuatorOf(id, { callMs: 50 });
    await expect(hurried.apply(change)).rejects.toMatchObject({ name: "ERR_CLOUD_UNAVAILABLE", kind: "unavailable" });
    expect(await lab().over(request.way)).toEqual([first]);
  }, 20_000);

  it("says what it may not read, and does not wait for ever for who does not answer", async () => {
    const { actuator, change } = await planned();
    await lab().setRealism({ deniedScopes: ["azure:eastus"] });
    await expect(actuator.snapshot(change)).rejects.toMatchObject({ name: "ERR_CLOUD_DENIED" });
    await lab().twin.close();

    await expect(actuator.snapshot(change)).rejects.toMatchObject({ name: "ERR_CLOUD_UNAVAILABLE" });
  }, 20_000);

  it("refuses settings and handles that are not its own", () => {
    const actuator = lab().actuatorOf(id);

    expect(actuator.settings.safeParse({ colour: "blue" }).success).toBe(false);
    expect(actuator.handle.safeParse({}).success).toBe(false);
    expect(actuator.handle.safeParse({ ...request.to, colour: "blue" }).success).toBe(false);
    expect(() => actuator.plan({ ...request, from: request.to })).toThrow(/both paths/);
  });
});
