import { describe, expect, it } from "vitest";
import type { OnTheWire } from "../../../../../test/support/oracle-twin.ts";
import { changeOf } from "../../../../../test/support/planned-move.ts";
import { isWrite, steerLab } from "./steer-lab.ts";

const ID = "oci.circuit-traffic-mode";
const { oracle, planned } = steerLab();

const prepare = () => {
  const { actuator, request, way } = planned(ID);
  const { "fc-2": virtualCircuitId = "" } = oracle().ids.circuits;
  const betweenCircuits = { ...request, to: { virtualCircuitId } };
  return { actuator, request, betweenCircuits, way, change: changeOf(actuator, betweenCircuits) };
};
const put = (name: string, body: object) =>
  oracle().stranger("PUT", `virtualCircuits/${oracle().ids.circuits[name]}`, body);
const shown = async (name: string) =>
  (await oracle().stranger("GET", `virtualCircuits/${oracle().ids.circuits[name]}`)).body as Record<string, unknown>;
const versions = (): readonly unknown[] =>
  oracle()
    .requests.filter(isWrite)
    .map(({ headers }) => headers["if-match"]);
/** Lets somebody else in between the read and each of the first writes. */
const interrupt = (times: number, stranger: () => Promise<unknown>) => {
  let count = 0;
  oracle().before = async (request: OnTheWire) => {
    if (isWrite(request) && count < times) {
      count += 1;
      await stranger();
    }
    return undefined;
  };
};

describe("clouds/oci/circuit-traffic-mode", () => {
  it("drains one circuit so that another is taken, and both come back", async () => {
    const { actuator, change, way } = prepare();
    const before = await actuator.snapshot(change);

    await actuator.apply(change);
    expect(oracle().carriers(way)).toEqual(["fc-2"]);
    await actuator.restore(change, before);
    expect(oracle().carriers(way)).toEqual(["fc-1"]);
    expect(before.state).toEqual({ trafficMode: "NORMAL" });
  });

  it("makes one change, however many prefixes it is for, and says all of them", () => {
    const { actuator, request } = prepare();
    const changes = actuator.plan({ ...request, prefixes: ["10.9.0.0/16", "10.8.0.0/16"] });

    expect(changes).toHaveLength(1);
    expect(changes[0]?.summary).toContain("10.9.0.0/16, 10.8.0.0/16 and all else that it carries");
    expect(actuator.plan({ ...request, prefixes: [] })).toEqual([]);
  });

  it("refuses to leave a VPN, which cannot be drained, and says what can be done", () => {
    const { actuator, request } = prepare();

    expect(() => actuator.plan({ ...request, from: request.to, to: request.from })).toThrow(/oci\.import-statements/);
  });

  it("leaves packets where they are where the circuit to take is drained itself", async () => {
    const { actuator, change, way } = prepare();
    await put("fc-2", { trafficMode: "DRAIN" });

    await expect(actuator.apply(change)).rejects.toMatchObject({ name: "ERR_CLOUD_CONFLICT" });
    expect(oracle().requests.filter(isWrite)).toEqual([]);
    expect(oracle().carriers(way)).toEqual(["fc-1"]);
  });

  it("reads again where the circuit was changed meanwhile, writes over that once, and keeps what was changed", async () => {
    const { actuator, change, way } = prepare();
    interrupt(1, () => put("fc-1", { displayName: "renamed" }));

    expect(await actuator.apply(change)).toBe("applied");
    expect(oracle().carriers(way)).toEqual(["fc-2"]);
    expect(await shown("fc-1")).toMatchObject({ displayName: "renamed", trafficMode: "DRAIN" });
    const [first, second, ...more] = versions();
    expect(first).toMatch(/^\w+$/);
    expect(second).not.toBe(first);
    expect(more).toEqual([]);
  });

  it("does not fight a person who writes each time", async () => {
    const { actuator, change, way } = prepare();
    interrupt(9, () => put("fc-1", { displayName: "renamed" }));

    await expect(actuator.apply(change)).rejects.toMatchObject({ name: "ERR_CLOUD_CONFLICT", kind: "conflict" });
    expect(versions()).toHaveLength(2);
    expect(oracle().carriers(way)).toEqual(["fc-1"]);
  });

  it("is content where somebody drained it at the same moment", async () => {
    const { actuator, change, way } = prepare();
    interrupt(1, () => put("fc-1", { trafficMode: "DRAIN" }));

    expect(await actuator.apply(change)).toBe("applied");
    expect(versions()).toHaveLength(1);
    expect(oracle().carriers(way)).toEqual(["fc-2"]);
  });

  it("writes once where the answer of the write is lost: the repetition is of an old version", async () => {
    const { actuator, change, way } = prepare();
    let writeCount = 0;
    oracle().isLost = (request) => {
      writeCount += Number(isWrite(request));
      return isWrite(request) && writeCount === 1;
    };

    expect(await actuator.apply(change)).toBe("applied");
    expect(new Set(versions()).size).toBe(1);
    expect(oracle().twin.world.routing.circuits.get("drg|fc-1")).toMatchObject({ trafficMode: "DRAIN", writeCount: 1 });
    expect(oracle().carriers(way)).toEqual(["fc-2"]);
  });

  it("waits for a circuit that is still being changed", async () => {
    const { actuator, change } = prepare();
    const before = await actuator.snapshot(change);
    await actuator.apply(change);
    const drained = await shown("fc-1");
    oracle().before = () => ({
      status: 200,
      headers: { etag: "e" },
      body: { ...drained, lifecycleState: "PROVISIONING" },
    });

    expect(await actuator.isApplied(change)).toBe(false);
    oracle().before = () => undefined;
    expect(await actuator.isApplied(change)).toBe(true);
    expect(await actuator.isRestored(change, before)).toBe(false);
  });
});
