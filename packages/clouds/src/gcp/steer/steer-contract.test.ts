import type { Actuator } from "@skylane/core";
import { describe, expect, it } from "vitest";
import {
  byImport,
  fromGoogle,
  googleTwinForEachTest,
  onpremToGoogle,
  type SteerCase,
  towardsGoogle,
} from "../../../../../test/support/google-steering.ts";
import { changeOf } from "../../../../../test/support/planned-move.ts";
import { cloudError } from "../../_shared/errors.ts";
import { makeSteering } from "../../make-steering.ts";
import { gcp } from "../index.ts";
import { type GoogleCompute, googleCompute } from "./google-compute.ts";
import { importPolicy } from "./import-policy.ts";
import { routePriority } from "./route-priority.ts";
import { routerPriority } from "./router-priority.ts";

const google = googleTwinForEachTest();

const actuatorOf = (id: string): Actuator => makeSteering(google().context).actuator(id);

const cases: readonly (readonly [string, string, SteerCase])[] = [
  ["gcp.router-priority", "a router that compares MED", onpremToGoogle],
  ["gcp.router-priority", "a transit gateway", towardsGoogle("aws-1", "aws-2", ["10.1.0.5", "10.4.0.5"])],
  ["gcp.import-policy", "the VPC network by what its router hears", byImport],
  ["gcp.route-priority", "its own VPC network", fromGoogle],
];

const makers: Readonly<Record<string, (google: GoogleCompute) => Actuator>> = {
  "gcp.router-priority": routerPriority,
  "gcp.import-policy": importPolicy,
};
/** Writes of one move; a second answer can be lost only where there is a second. */
const writeCounts: Readonly<Record<string, number>> = { "gcp.import-policy": 2 };

describe.each(cases)("clouds/%s (contract, moves what %s sends)", (id, _who, { request, way, over }) => {
  it("moves packets, shows it, and puts them back as they were", async () => {
    const actuator = actuatorOf(id);
    const change = changeOf(actuator, request);
    const before = await actuator.snapshot(change);

    expect(google().carriers(way)).toEqual([over[0]]);
    expect(await actuator.isApplied(change)).toBe(false);
    expect(await actuator.apply(change)).toBe("applied");
    expect(await actuator.isApplied(change)).toBe(true);
    expect(google().carriers(way)).toEqual([over[1]]);
    expect(await actuator.isRestored(change, before)).toBe(false);
    expect(await actuator.restore(change, before)).toBe("restored");
    expect(await actuator.isRestored(change, before)).toBe(true);
    expect(google().carriers(way)).toEqual([over[0]]);
    expect(await actuator.snapshot(change)).toEqual(before);
  });

  it("notes the move of packets and nothing else", async () => {
    const actuator = actuatorOf(id);
    await actuator.apply(changeOf(actuator, request));

    const moved = google()
      .twin.world.changes()
      .filter(({ cause }) => cause === "command");
    expect(moved.map(({ prefix, to }) => [prefix, to])).toEqual([[request.prefixes[0], over[1]]]);
  });

  it("does everything twice with one effect", async () => {
    const actuator = actuatorOf(id);
    const change = changeOf(actuator, request);
    const before = await actuator.snapshot(change);

    await actuator.apply(change);
    expect(await actuator.apply(change)).toBe("already");
    await actuator.restore(change, before);
    expect(await actuator.restore(change, before)).toBe("already");
    // a second move is no repetition of the first: it must not be taken for one
    expect(await actuator.apply(change)).toBe("applied");
    expect(google().carriers(way)).toEqual([over[1]]);
  });

  it("leaves what was there before a move that found it already so", async () => {
    const actuator = actuatorOf(id);
    const change = changeOf(actuator, request);
    await actuator.apply(change);
    const before = await actuator.snapshot(change);

    expect(await actuator.restore(change, before)).toBe("already");
    expect(google().carriers(way)).toEqual([over[1]]);
  });

  it("refuses settings and handles that are not its own", () => {
    const actuator = actuatorOf(id);

    expect(actuator.settings.safeParse({ colour: "blue" }).success).toBe(false);
    expect(actuator.settings.safeParse({ ...request.settings, colour: "blue" }).success).toBe(false);
    expect(actuator.handle.safeParse({}).success).toBe(false);
    expect(actuator.settings.safeParse(request.settings).success).toBe(true);
    expect([request.from, request.to].every((handle) => actuator.handle.safeParse(handle).success)).toBe(true);
  });

  it("refuses a move from a path to itself", () => {
    expect(() => actuatorOf(id).plan({ ...request, to: request.from })).toThrow("give each path its own");
  });

  it("says that the other side is away, as something worth another try", async () => {
    const actuator = actuatorOf(id);
    const change = changeOf(actuator, request);
    await google().twin.close();

    await expect(actuator.snapshot(change)).rejects.toMatchObject({
      name: "ERR_CLOUD_UNAVAILABLE",
      kind: "unavailable",
    });
  }, 20_000);

  it("says that it is throttled, as something worth another try", async () => {
    const actuator = actuatorOf(id);
    await google().temper({ callsPerSecond: 0.001 });

    await expect(actuator.apply(changeOf(actuator, request))).rejects.toMatchObject({ name: "ERR_CLOUD_UNAVAILABLE" });
    expect(google().carriers(way)).toEqual([over[0]]);
  }, 20_000);

  it("needs every permission of its policy, and no other", async () => {
    const actuator = actuatorOf(id);
    const change = changeOf(actuator, request);
    const permissions = (gcp.steerPolicies[id] ?? "").match(/(?<=^- )compute\..+$/gm) ?? [];
    const move = async () => {
      const before = await actuator.snapshot(change);
      await actuator.apply(change);
      await actuator.isApplied(change);
      await actuator.restore(change, before);
    };

    expect(permissions.length).toBeGreaterThan(3);
    for (const permission of permissions) {
      await fetch(`${google().twin.apiUrl}/lab/reset`, { method: "POST" });
      await google().temper({ deniedActions: [`gcp:${permission}`] });
      await expect(move(), permission).rejects.toMatchObject({ name: "ERR_CLOUD_DENIED", kind: "denied" });
    }
  }, 30_000);

  it("puts everything back after a write whose answer was lost, whichever it was", async () => {
    const real = googleCompute(google().context);
    const make = makers[id] ?? routePriority;
    const change = changeOf(make(real), request);
    const before = await make(real).snapshot(change);
    const losing = (lostIndex: number) => {
      let index = 0;
      return make({
        ...real,
        async write(...order) {
          await real.write(...order);
          if (index === lostIndex) throw cloudError("ERR_CLOUD_UNAVAILABLE", "the answer was lost");
          index += 1;
        },
      });
    };

    for (let lostIndex = 0; lostIndex < (writeCounts[id] ?? 1); lostIndex += 1) {
      await expect(losing(lostIndex).apply(change)).rejects.toMatchObject({ name: "ERR_CLOUD_UNAVAILABLE" });
      expect(await make(real).isRestored(change, before)).toBe(false);
      expect(await make(real).restore(change, before)).toBe("restored");
      expect(await make(real).isRestored(change, before)).toBe(true);
      expect(google().carriers(way)).toEqual([over[0]]);
    }
    const { cloudRouters, routePolicies, vpcRoutes } = google().twin.world.routing;
    expect(cloudRouters.size + (routePolicies.get("cr")?.size ?? 0) + (vpcRoutes.get("shop")?.size ?? 0)).toBe(0);
  });

  it("goes on from where a write whose answer was lost left it", async () => {
    const real = googleCompute(google().context);
    const make = makers[id] ?? routePriority;
    const change = changeOf(make(real), request);
    const losing = make({
      ...real,
      async write(...order) {
        await real.write(...order);
        throw cloudError("ERR_CLOUD_UNAVAILABLE", "the answer was lost");
      },
    });

    await expect(losing.apply(change)).rejects.toMatchObject({ name: "ERR_CLOUD_UNAVAILABLE" });
    await make(real).apply(change);
    expect(await make(real).isApplied(change)).toBe(true);
    expect(google().carriers(way)).toEqual([over[1]]);
  });
});
