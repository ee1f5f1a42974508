import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { oracleMoves, writeOneForEach } from "../../../../../test/support/oracle-moves.ts";
import type { OnTheWire } from "../../../../../test/support/oracle-twin.ts";
import { changeOf } from "../../../../../test/support/planned-move.ts";
import { makeSteering } from "../../make-steering.ts";
import { oci } from "../index.ts";
import { isWrite, steerLab } from "./steer-lab.ts";

const lab = steerLab(writeOneForEach);
const { oracle, actuatorOf, planned } = lab;

type Id = keyof ReturnType<typeof oracleMoves>;
const IDS: readonly Id[] = ["oci.circuit-traffic-mode", "oci.import-statements", "oci.drg-route"];

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
  it("moves packets, shows it, and puts them back as they were", async () => {
    const { actuator, change, way, ...over } = planned(id);
    const before = await actuator.snapshot(change);

    expect(oracle().carriers(way)).toEqual(over.before);
    expect(await actuator.isApplied(change)).toBe(false);
    expect(await actuator.apply(change)).toBe("applied");
    expect(await actuator.isApplied(change)).toBe(true);
    expect(oracle().carriers(way)).toEqual(over.after);
    expect(await actuator.isRestored(change, before)).toBe(false);
    expect(await actuator.restore(change, before)).toBe("restored");
    expect(await actuator.isRestored(change, before)).toBe(true);
    expect(await actuator.isApplied(change)).toBe(false);
    expect(oracle().carriers(way)).toEqual(over.before);
    expect(await actuator.snapshot(change)).toEqual(before);
  });

  it("leaves the way towards Oracle to the router at the other end", async () => {
    const { actuator, change, way } = planned(id);
    const back = [way[1], way[0]] as const;
    const before = oracle().carriers(back);

    await actuator.apply(change);
    expect(oracle().carriers(back)).toEqual(before);
  });

  it("does everything twice with one effect", async () => {
    const { actuator, change, way, after } = planned(id);
    const before = await actuator.snapshot(change);

    await actuator.apply(change);
    expect(await actuator.apply(change)).toBe("already");
    await actuator.restore(change, before);
    expect(await actuator.restore(change, before)).toBe("already");
    expect(oracle().requests.filter(isWrite)).toHaveLength(2);
    // a second move is no repetition of the first: it must not be taken for one
    expect(await actuator.apply(change)).toBe("applied");
    expect(oracle().carriers(way)).toEqual(after);
  });

  it("leaves what was there before a move that found it already so", async () => {
    const { actuator, change, way, after } = planned(id);
    await actuator.apply(change);
    const before = await actuator.snapshot(change);

    expect(await actuator.restore(change, before)).toBe("already");
    expect(oracle().carriers(way)).toEqual(after);
  });

  it("refuses settings and handles that are not its own", () => {
    const { actuator, request } = planned(id);

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
    const { actuator, request } = planned(id);

    expect(() => actuator.plan({ ...request, to: request.from })).toThrow("give each path its own");
  });

  it("says that the other side is away, as something worth another try", async () => {
    const { actuator, change } = planned(id);
    await oracle().close();

    await expect(actuator.snapshot(change)).rejects.toMatchObject({
      name: "ERR_CLOUD_UNAVAILABLE",
      kind: "unavailable",
    });
  });

  it("says that it is throttled, as something worth another try", async () => {
    const { actuator, change, way, before } = planned(id);
    await oracle().temper({ callsPerSecond: 0.001 });

    await expect(actuator.apply(change)).rejects.toMatchObject({ name: "ERR_CLOUD_UNAVAILABLE" });
    expect(oracle().carriers(way)).toEqual(before);
  });

  it("is patient with a throttle that passes, and writes once", async () => {
    const { actuator, change, way, after } = planned(id);
    let refusalCount = 0;
    oracle().before = (request) => {
      if (!isWrite(request) || refusalCount === 2) return undefined;
      refusalCount += 1;
      return { status: 429, body: { code: "TooManyRequests", message: "slower" } };
    };

    expect(await actuator.apply(change)).toBe("applied");
    expect(refusalCount).toBe(2);
    expect(oracle().carriers(way)).toEqual(after);
  });

  it("needs every permission of its policy, and calls nothing that the policy does not name", async () => {
    const { actuator, change } = planned(id);
    const policy = oci.steerPolicies[id] ?? "";
    const permissions = namesIn(policy, /([A-Z]+_[A-Z_]+)/g);
    const move = async () => {
      const before = await actuator.snapshot(change);
      await actuator.apply(change);
      await actuator.isApplied(change);
      await actuator.restore(change, before);
    };

    expect(permissions.length).toBeGreaterThan(2);
    for (const permission of permissions) {
      await lab.beginAnew();
      await oracle().temper({ deniedActions: [`oci:${permission}`] });
      await expect(move(), permission).rejects.toMatchObject({ name: "ERR_CLOUD_NOT_FOUND" });
    }
    await lab.beginAnew();
    await move();
    const called = new Set(oracle().requests.map(operationOf));
    const named = namesIn(policy, /request\.operation = '(\w+)'/g);
    // a rule that is there is updated: not by this move
    expect([...called].sort()).toEqual(named.filter((name) => name !== "UpdateDrgRouteRules").toSorted());
  });

  it("finds out that a write was done whose answers were lost, all of them", async () => {
    const { actuator, change, way, after, ...over } = planned(id);
    const before = await actuator.snapshot(change);
    oracle().isLost = isWrite;

    expect(await actuator.apply(change)).toBe("applied");
    expect(oracle().carriers(way)).toEqual(after);
    expect(await actuator.restore(change, before)).toBe("restored");
    oracle().isLost = () => false;
    expect(await actuator.isRestored(change, before)).toBe(true);
    expect(oracle().carriers(way)).toEqual(over.before);
  });

  it("fails where a write never arrives, and does it when it is asked again", async () => {
    const { actuator, change, way, after, ...over } = planned(id);
    const before = await actuator.snapshot(change);
    oracle().before = (request) =>
      isWrite(request) ? { status: 503, body: { code: "ServiceUnavailable", message: "later" } } : undefined;

    await expect(actuator.apply(change)).rejects.toMatchObject({ name: "ERR_CLOUD_UNAVAILABLE" });
    expect(oracle().carriers(way)).toEqual(over.before);
    oracle().before = () => undefined;
    expect(await actuator.apply(change)).toBe("applied");
    expect(oracle().carriers(way)).toEqual(after);
    oracle().before = (request) =>
      isWrite(request) ? { status: 409, body: { code: "IncorrectState", message: "busy" } } : undefined;
    await expect(actuator.restore(change, before)).rejects.toMatchObject({ name: "ERR_CLOUD_UNAVAILABLE" });
    expect(await actuator.isRestored(change, before)).toBe(false);
    oracle().before = () => undefined;
    expect(await actuator.restore(change, before)).toBe("restored");
    expect(oracle().carriers(way)).toEqual(over.before);
  });

  it("ends where it began, whatever becomes of its calls on the way", async () => {
    const trouble = fc.constantFrom("none", "lost", "refused", "busy");
    const refusals = { refused: [503, "ServiceUnavailable"], busy: [409, "IncorrectState"] } as const;
    await fc.assert(
      fc.asyncProperty(fc.array(trouble, { maxLength: 12 }), async (script) => {
        oracle().before = () => undefined;
        oracle().isLost = () => false;
        await lab.beginAnew();
        const { actuator, change, way, ...over } = planned(id);
        const before = await actuator.snapshot(change);
        const left = [...script];
        // of several requests at once each has its own
        const lost = new WeakSet<OnTheWire>();
        oracle().before = (request) => {
          const now = left.shift() ?? "none";
          if (now === "lost") lost.add(request);
          if (now === "none" || now === "lost") return undefined;
          const [status, code] = refusals[now];
          return { status, body: { code, message: "not now" } };
        };
        oracle().isLost = (request) => lost.has(request);
        const untilDone = async (run: () => Promise<unknown>) => {
          for (let attempt = 0; ; attempt += 1)
            try {
              return await run();
            } catch (error) {
              expect(error).toMatchObject({ kind: "unavailable" });
              expect(attempt).toBeLessThan(script.length);
            }
        };

        await untilDone(() => actuator.apply(change));
        expect(oracle().carriers(way)).toEqual(over.after);
        await untilDone(() => actuator.restore(change, before));
        expect(oracle().carriers(way)).toEqual(over.before);
        // the last of the script may fall on this look
        expect(await untilDone(() => actuator.isRestored(change, before))).toBe(true);
      }),
      { numRuns: 12, examples: [[["none", "none", "none", "none", "busy"]]] },
    );
  }, 30_000);

  it("shows a move only once reads show it", async () => {
    const { actuator, change, way, after } = planned(id);
    await actuator.apply(change);
    await oracle().temper({ consistencyMs: 60_000 });

    expect(oracle().carriers(way)).toEqual(after);
    expect(await actuator.isApplied(change)).toBe(false);
    await oracle().temper({});
    expect(await actuator.isApplied(change)).toBe(true);
  });

  it("does not understand an answer that is something else", async () => {
    const { actuator, change } = planned(id);
    oracle().before = () => ({ status: 200, body: { kind: "other" } });

    await expect(actuator.snapshot(change)).rejects.toMatchObject({ name: "ERR_CLOUD_ANSWER" });
  });
});

describe("clouds/oci (steering)", () => {
  it("is found by the ids of its actuators, each with a policy", () => {
    const steering = makeSteering(oracle().context);

    expect(IDS.map((id) => steering.actuator(id).id)).toEqual(IDS);
    expect(Object.keys(oci.steerPolicies)).toEqual(IDS);
    expect(oci.profile.capabilities).toContain("steer");
  });

  it("says how to sign in where the configuration is not there, and does so when it is", async () => {
    const move = oracleMoves(oracle())["oci.circuit-traffic-mode"];
    const actuator = actuatorOf("oci.circuit-traffic-mode");
    const change = changeOf(actuator, move.request);
    vi.stubEnv("OCI_CONFIG_FILE", `${lab.configFile()}.none`);

    await expect(actuator.snapshot(change)).rejects.toMatchObject({
      name: "ERR_CLOUD_DENIED",
      message: expect.stringContaining("oci setup config"),
    });
    vi.stubEnv("OCI_CONFIG_FILE", lab.configFile());
    expect(await actuator.apply(change)).toBe("applied");
  });
});
