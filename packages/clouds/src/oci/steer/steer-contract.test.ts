import type { Actuator, MoveRequest, RouteChange } from "@skylane/core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { oracleMoves, writeOneForEach } from "../../../../../test/support/oracle-moves.ts";
import { type OnTheWire, type OracleTwin, startOracleTwin } from "../../../../../test/support/oracle-twin.ts";
import { makeSteering } from "../../make-steering.ts";
import { type FakeConfig, fakeConfig } from "../discover/fake-config.ts";
import { oci } from "../index.ts";
import { ociActuators } from "./index.ts";

let config: FakeConfig;
let oracle: OracleTwin;
beforeAll(() => {
  config = fakeConfig();
});
afterAll(() => config.remove());
beforeEach(async () => {
  oracle = await startOracleTwin();
  await writeOneForEach(oracle);
  vi.stubEnv("OCI_CONFIG_FILE", config.file);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await oracle.close();
});

type Id = keyof ReturnType<typeof oracleMoves>;
const IDS: readonly Id[] = ["oci.circuit-traffic-mode", "oci.import-statements", "oci.drg-route"];

const actuatorOf = (id: string): Actuator => {
  const found = ociActuators(oracle.context, { firstWaitMs: 1, maxWaitMs: 2 }).find((one) => one.id === id);
  if (!found) throw new Error(`no ${id}`);
  return found;
};
const planned = (actuator: Actuator, request: MoveRequest): RouteChange => {
  const [change] = actuator.plan(request);
  if (!change) throw new Error("no change");
  return change;
};
const isWrite = ({ method }: OnTheWire): boolean => method !== "GET";

/** Oracle's name of what went over the wire, as its policies name it. */
function operationOf({ method, path }: OnTheWire): string {
  const [collection = "", , ...more] = path.split("?")[0]?.split("/") ?? [];
  const [last = collection.replace(/s$/, "")] = more.toReversed();
  const verb = more.length === 0 ? (method === "PUT" ? "Update" : "Get") : method === "GET" ? "List" : "";
  return `${verb}${last.charAt(0).toUpperCase()}${last.slice(1)}`;
}
const namesIn = (text: string, pattern: RegExp): readonly string[] =>
  [...text.matchAll(pattern)].map(([, name = ""]) => name);

describe.each(IDS)("clouds/%s (contract)", (id) => {
  const prepare = () => {
    const move = oracleMoves(oracle)[id];
    const actuator = actuatorOf(id);
    return { ...move, actuator, change: planned(actuator, move.request) };
  };

  it("moves packets, shows it, and puts them back as they were", async () => {
    const { actuator, change, way, ...over } = prepare();
    const before = await actuator.snapshot(change);

    expect(oracle.carriers(way)).toEqual(over.before);
    expect(await actuator.isApplied(change)).toBe(false);
    expect(await actuator.apply(change)).toBe("applied");
    expect(await actuator.isApplied(change)).toBe(true);
    expect(oracle.carriers(way)).toEqual(over.after);
    expect(await actuator.isRestored(change, before)).toBe(false);
    expect(await actuator.restore(change, before)).toBe("restored");
    expect(await actuator.isRestored(change, before)).toBe(true);
    expect(await actuator.isApplied(change)).toBe(false);
    expect(oracle.carriers(way)).toEqual(over.before);
    expect(await actuator.snapshot(change)).toEqual(before);
  });

  it("leaves the way towards Oracle to the router at the other end", async () => {
    const { actuator, change, way } = prepare();
    const back = [way[1], way[0]] as const;
    const before = oracle.carriers(back);

    await actuator.apply(change);
    expect(oracle.carriers(back)).toEqual(before);
  });

  it("does everything twice with one effect", async () => {
    const { actuator, change, way, after } = prepare();
    const before = await actuator.snapshot(change);

    await actuator.apply(change);
    expect(await actuator.apply(change)).toBe("already");
    await actuator.restore(change, before);
    expect(await actuator.restore(change, before)).toBe("already");
    expect(oracle.requests.filter(isWrite)).toHaveLength(2);
    // a second move is no repetition of the first: it must not be taken for one
    expect(await actuator.apply(change)).toBe("applied");
    expect(oracle.carriers(way)).toEqual(after);
  });

  it("leaves what was there before a move that found it already so", async () => {
    const { actuator, change, way, after } = prepare();
    await actuator.apply(change);
    const before = await actuator.snapshot(change);

    expect(await actuator.restore(change, before)).toBe("already");
    expect(oracle.carriers(way)).toEqual(after);
  });

  it("refuses settings and handles that are not its own", () => {
    const { actuator, request } = prepare();

    expect(actuator.settings.safeParse(request.settings).success).toBe(true);
    expect([request.from, request.to].every((handle) => actuator.handle.safeParse(handle).success)).toBe(true);
    expect(actuator.settings.safeParse({ ...request.settings, regionId: "Ashburn" }).success).toBe(false);
    expect(actuator.settings.safeParse({ ...request.settings, colour: "blue" }).success).toBe(false);
    expect(actuator.handle.safeParse({}).success).toBe(false);
    const wrong = [
      "ocid1.vcn.oc1.iad.aaaa",
      "ocid1.virtualcircuit.oc1.iad.AAAA",
      "ocid1.drgattachment.oc1.iad.a/../b",
      "ocid1.virtualcircuit.oc1.iad.aaaa\n",
      "",
    ];
    for (const [name] of Object.entries(request.to))
      for (const ocid of wrong) expect(actuator.handle.safeParse({ [name]: ocid }).success, ocid).toBe(false);
  });

  it("refuses a move from a path to itself", () => {
    const { actuator, request } = prepare();

    expect(() => actuator.plan({ ...request, to: request.from })).toThrow("give each path its own");
  });

  it("says that the other side is away, as something worth another try", async () => {
    const { actuator, change } = prepare();
    await oracle.close();

    await expect(actuator.snapshot(change)).rejects.toMatchObject({
      name: "ERR_CLOUD_UNAVAILABLE",
      kind: "unavailable",
    });
    oracle = await startOracleTwin();
  });

  it("says that it is throttled, as something worth another try", async () => {
    const { actuator, change, way, before } = prepare();
    await oracle.temper({ callsPerSecond: 0.001 });

    await expect(actuator.apply(change)).rejects.toMatchObject({ name: "ERR_CLOUD_UNAVAILABLE" });
    expect(oracle.carriers(way)).toEqual(before);
  });

  it("is patient with a throttle that passes, and writes once", async () => {
    const { actuator, change, way, after } = prepare();
    let refusalCount = 0;
    oracle.before = (request) => {
      if (!isWrite(request) || refusalCount === 2) return undefined;
      refusalCount += 1;
      return { status: 429, body: { code: "TooManyRequests", message: "slower" } };
    };

    expect(await actuator.apply(change)).toBe("applied");
    expect(refusalCount).toBe(2);
    expect(oracle.carriers(way)).toEqual(after);
  });

  it("needs every permission of its policy, and calls nothing that the policy does not name", async () => {
    const { actuator, change } = prepare();
    const policy = oci.steerPolicies[id] ?? "";
    const permissions = namesIn(policy, /([A-Z]+_[A-Z_]+)/g);
    const begin = async (deniedActions: readonly string[]) => {
      await fetch(`${oracle.twin.apiUrl}/lab/reset`, { method: "POST" });
      await writeOneForEach(oracle);
      await oracle.temper({ deniedActions });
    };
    const move = async () => {
      const before = await actuator.snapshot(change);
      await actuator.apply(change);
      await actuator.isApplied(change);
      await actuator.restore(change, before);
    };

    expect(permissions.length).toBeGreaterThan(2);
    for (const permission of permissions) {
      await begin([`oci:${permission}`]);
      await expect(move(), permission).rejects.toMatchObject({ name: "ERR_CLOUD_NOT_FOUND" });
    }
    await begin([]);
    await move();
    const called = new Set(oracle.requests.map(operationOf));
    const named = namesIn(policy, /request\.operation = '(\w+)'/g);
    // a rule that is there is updated: not by this move
    expect([...called].sort()).toEqual(named.filter((name) => name !== "UpdateDrgRouteRules").toSorted());
  });

  it("finds out that a write was done whose answers were lost, all of them", async () => {
    const { actuator, change, way, after, ...over } = prepare();
    const before = await actuator.snapshot(change);
    oracle.isLost = isWrite;

    expect(await actuator.apply(change)).toBe("applied");
    expect(oracle.carriers(way)).toEqual(after);
    expect(await actuator.restore(change, before)).toBe("restored");
    oracle.isLost = () => false;
    expect(await actuator.isRestored(change, before)).toBe(true);
    expect(oracle.carriers(way)).toEqual(over.before);
  });

  it("fails where a write never arrives, and does it when it is asked again", async () => {
    const { actuator, change, way, after, ...over } = prepare();
    const before = await actuator.snapshot(change);
    oracle.before = (request) =>
      isWrite(request) ? { status: 503, body: { code: "ServiceUnavailable", message: "later" } } : undefined;

    await expect(actuator.apply(change)).rejects.toMatchObject({ name: "ERR_CLOUD_UNAVAILABLE" });
    expect(oracle.carriers(way)).toEqual(over.before);
    oracle.before = () => undefined;
    expect(await actuator.apply(change)).toBe("applied");
    expect(oracle.carriers(way)).toEqual(after);
    oracle.before = (request) =>
      isWrite(request) ? { status: 409, body: { code: "IncorrectState", message: "busy" } } : undefined;
    await expect(actuator.restore(change, before)).rejects.toMatchObject({ name: "ERR_CLOUD_UNAVAILABLE" });
    expect(await actuator.isRestored(change, before)).toBe(false);
    oracle.before = () => undefined;
    expect(await actuator.restore(change, before)).toBe("restored");
    expect(oracle.carriers(way)).toEqual(over.before);
  });

  it("shows a move only once reads show it", async () => {
    const { actuator, change, way, after } = prepare();
    await oracle.temper({ consistencyMs: 400 });

    // what was prepared must be old enough to be seen
    await vi.waitFor(async () => expect(await actuator.apply(change)).toBe("applied"), { timeout: 5_000 });
    expect(oracle.carriers(way)).toEqual(after);
    await vi.waitFor(async () => expect(await actuator.isApplied(change)).toBe(true), { timeout: 5_000 });
  });

  it("does not understand an answer that is something else", async () => {
    const { actuator, change } = prepare();
    oracle.before = () => ({ status: 200, body: { kind: "other" } });

    await expect(actuator.snapshot(change)).rejects.toMatchObject({ name: "ERR_CLOUD_ANSWER" });
  });
});

describe("clouds/oci (steering)", () => {
  it("is found by the ids of its actuators, each with a policy", () => {
    const steering = makeSteering(oracle.context);

    expect(IDS.map((id) => steering.actuator(id).id)).toEqual(IDS);
    expect(Object.keys(oci.steerPolicies)).toEqual(IDS);
    expect(oci.profile.capabilities).toContain("steer");
  });

  it("says how to sign in where the configuration is not there, and does so when it is", async () => {
    const move = oracleMoves(oracle)["oci.circuit-traffic-mode"];
    const actuator = actuatorOf("oci.circuit-traffic-mode");
    const change = planned(actuator, move.request);
    vi.stubEnv("OCI_CONFIG_FILE", `${config.file}.none`);

    await expect(actuator.snapshot(change)).rejects.toMatchObject({
      name: "ERR_CLOUD_DENIED",
      message: expect.stringContaining("oci setup config"),
    });
    vi.stubEnv("OCI_CONFIG_FILE", config.file);
    expect(await actuator.apply(change)).toBe("applied");
  });
});
