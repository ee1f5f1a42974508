import type { FailoverPlan, SnapshotTaken } from "@skylane/core";
import { eventRegistry, PathWatchRecord } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { aConfig, healthOf, rawConfig } from "../../../../../test/support/builders.ts";
import { memoryDeps } from "../../../../../test/support/memory-deps.ts";
import { watchDegradation } from "./watch-degradation.ts";

const MINUTE_MS = 60_000;
const START_MS = 1_800_000_000_000;

interface Slot {
  readonly lost?: number;
  readonly rttMs?: number;
  readonly state?: "up" | "degraded" | "down" | "unknown";
}

/** A snapshot of minute `at`; what is not said of a path is as ever. */
function snapshot(at: number, paths: Readonly<Record<string, Slot>>): SnapshotTaken {
  const slotMs = START_MS + at * MINUTE_MS;
  const all = Object.entries(paths);
  return {
    vantageId: "v1" as SnapshotTaken["vantageId"],
    slotMs,
    sampleCount: 58 * all.length,
    lostCount: 0,
    paths: all.map(([id, { state = "up" }]) => ({
      ...healthOf(id, state, { baselineRttMs: 20 }),
      sampledAtMs: slotMs + 57_000,
    })),
    rounds: all.map(([id, { lost = 0, rttMs = 20 + ((at * 7919) % 101) / 500 }]) => ({
      pathId: id as SnapshotTaken["paths"][number]["pathId"],
      sentCount: 58,
      lostCount: lost,
      ...(lost < 58 && { rttP50Ms: rttMs }),
    })),
  };
}

/** A quiet hour, then loss that grows on these paths: 1, 2, 3 … of 58. */
const dying = (ids: readonly string[], all: readonly string[] = ["dx", "vpn"], minutes = 72): SnapshotTaken[] =>
  Array.from({ length: minutes }, (_, at) =>
    snapshot(at, Object.fromEntries(all.map((id) => [id, at > 60 && ids.includes(id) ? { lost: at - 60 } : {}]))),
  );

function aWorld(config = aConfig()) {
  const deps = memoryDeps(config);
  deps.clock.advance(START_MS - deps.clock.nowMs());
  deps.planned.set("g", {
    groupId: "g",
    primaryPathId: "dx",
    backupPathId: "vpn",
    spares: [],
  } as unknown as FailoverPlan);
  const see = async (snapshots: readonly SnapshotTaken[]): Promise<void> => {
    for (const one of snapshots) {
      for (const record of one.paths)
        deps.records.set(`v1#${record.pathId}`, {
          ...record,
          health: { ...record.health, recent: Array<number>(20).fill(20) },
        });
      deps.clock.advance(one.slotMs + MINUTE_MS - deps.clock.nowMs());
      await watchDegradation(deps, one);
    }
  };
  const told = () => deps.published.filter(({ type }) => type.startsWith("health.degradation-"));
  return { deps, see, told };
}
/** A vantage of four paths, three of which are not moved by anybody. */
const fourPaths = () =>
  aConfig(() => {
    const raw = rawConfig();
    const [group] = raw.groups;
    const [path] = group?.paths ?? [];
    if (!group || !path) return raw;
    const more = ["p3", "p4"].map((id, i) => ({
      ...path,
      id,
      probe: { ...path.probe, sourceIp: `10.255.0.${i + 3}`, host: `10.254.0.${i + 3}` },
    }));
    return { ...raw, groups: [{ ...group, paths: [...group.paths, ...more] }] };
  });

describe("engine/health/use-cases/watch-degradation", () => {
  it("publishes health.degradation-predicted.v1 once of a path that dies slowly, and the drain that would help", async () => {
    const { see, told } = aWorld();

    await see(dying(["dx"]));

    expect(told()).toHaveLength(1);
    const { data } = told()[0] as { data: unknown };
    expect(eventRegistry["health.degradation-predicted.v1"].data.safeParse(data).success).toBe(true);
    expect(data).toMatchObject({
      signs: ["loss-growth"],
      about: {
        kind: "path",
        pathId: "dx",
        isWorse: false,
        evidence: { limitLossRatio: 0.05, limitRttMs: 40 },
        proposal: { kind: "drain", connectionId: "dx", toPathId: "vpn" },
      },
    });
  });

  it("publishes health.degradation-passed.v1 when it is over, with when it came", async () => {
    const { see, told, deps } = aWorld();
    const death = dying(["dx"]);
    const down = Array.from({ length: 5 }, (_, at) => snapshot(72 + at, { dx: { lost: 58, state: "down" }, vpn: {} }));
    const well = Array.from({ length: 60 }, (_, at) => snapshot(77 + at, { dx: {}, vpn: {} }));

    await see([...death, ...down, ...well]);

    expect(told().map(({ type }) => type)).toEqual(["health.degradation-predicted.v1", "health.degradation-passed.v1"]);
    expect(told()[1]?.data).toMatchObject({ about: { pathId: "dx", cameAtMs: START_MS + 72 * MINUTE_MS } });
    expect(deps.watched.get("v1#dx")).not.toHaveProperty("episode");
  });

  it("learns the same from snapshots that come twice, late or out of order as from those in order", async () => {
    const once = aWorld();
    const shaken = aWorld();
    const all = dying(["dx"]);
    await once.see(all);

    for (const [at, one] of all.entries()) {
      await shaken.see([one]);
      await shaken.see([all[Math.max(0, at - 7)] as SnapshotTaken, one]);
    }

    expect(shaken.deps.watched).toEqual(once.deps.watched);
    expect(shaken.told()).toEqual(once.told());
  });

  it("goes on over snapshots that are missing, and watches anew after a night without any", async () => {
    const { see, told, deps } = aWorld();

    await see(dying([]).filter((_, at) => at % 3 !== 1));
    expect(told()).toEqual([]);
    await see([snapshot(72 + 8 * 60, { dx: {}, vpn: {} })]);

    expect(deps.watched.get("v1#dx")?.watch.roundTrips.count).toBe(1);
    expect(deps.watched.get("v1#dx")?.watch.day.filter((usual) => usual !== null).length).toBeGreaterThan(3);
  });

  it("tells under the same id after a crash between telling and storing", async () => {
    const { deps, see, told } = aWorld();
    const all = dying(["dx"]);
    const { saveAll } = deps.watches;
    let isDead = false;
    Object.assign(deps.watches, {
      saveAll: async (...records: Parameters<typeof saveAll>) => {
        if (isDead) throw new Error("the process is dead");
        await saveAll(...records);
      },
    });
    for (const one of all) {
      const before = told().length;
      isDead = true;
      await expect(see([one])).rejects.toThrow();
      isDead = false;
      await see([one]);
      expect([0, 2]).toContain(told().length - before);
    }

    expect(told().length).toBe(2);
    expect(new Set(told().map(({ idempotencyKey }) => idempotencyKey)).size).toBe(1);
  });

  it("suspects the vantage, not the paths, where most of them look bad at once", async () => {
    const { see, told } = aWorld(fourPaths());
    const ids = ["dx", "vpn", "p3", "p4"];
    const well = Array.from({ length: 90 }, (_, at) => snapshot(72 + at, { dx: {}, vpn: {}, p3: {}, p4: {} }));

    await see([...dying(["dx", "vpn", "p3"], ids), ...well]);

    expect(told().map(({ type }) => type)).toEqual(["health.degradation-predicted.v1", "health.degradation-passed.v1"]);
    expect(told().map(({ subject }) => subject)).toEqual(["v1", "v1"]);
    expect(told()[0]?.data).toMatchObject({ about: { kind: "vantage", pathIds: ["dx", "vpn", "p3"], pathCount: 4 } });
  });

  it("says nothing of what a blind vantage does not see, nor of snapshots of before there were rounds", async () => {
    const { deps, told } = aWorld();
    const { rounds: _, ...older } = snapshot(0, { dx: {} });

    expect(await watchDegradation(deps, older)).toBe(0);
    expect(await watchDegradation(deps, snapshot(1, { dx: { state: "unknown" } }))).toBe(0);
    expect(deps.watched.size).toBe(0);
    expect(told()).toEqual([]);
  });

  it("stores what its own schema takes, in little room, with no number that a table refuses", async () => {
    const { see, deps } = aWorld();
    const day = Array.from({ length: 1500 }, (_, at) =>
      snapshot(at, { dx: { rttMs: 20 }, vpn: { rttMs: 20.1 + (at % 7) / 3 } }),
    );

    await see(day);

    for (const record of deps.watched.values()) {
      expect(PathWatchRecord.parse(record)).toEqual(record);
      expect(JSON.stringify(record).length).toBeLessThan(6_000);
      const tiny = JSON.stringify(record)
        .match(/\de-(\d+)/g)
        ?.filter((one) => Number(one.split("-")[1]) > 60);
      expect(tiny ?? []).toEqual([]);
    }
  });
});
