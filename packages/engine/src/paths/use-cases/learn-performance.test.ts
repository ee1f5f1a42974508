import type { SnapshotTaken } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { aConfig } from "../../../../../test/support/builders.ts";
import { memoryDeps } from "../../../../../test/support/memory-deps.ts";
import { seededRandom } from "../../../../../test/support/seeded-random.ts";
import { runProbeBurst } from "../../health/index.ts";
import { quantileOf } from "../performance/quantile-sketch.ts";
import { learnPerformance } from "./learn-performance.ts";

/** Bursts of real probing, minute by minute, and their snapshots. */
async function snapshots(minutes: number, deps = memoryDeps(aConfig())) {
  const random = seededRandom(1);
  const answer = deps.answerProbe;
  deps.answerProbe = (request) => {
    const answered = answer(request);
    return answered.outcome === "ok" ? { ...answered, rttMs: 20 + 2 * random() } : answered;
  };
  const startMs = Math.ceil(deps.clock.nowMs() / 60_000) * 60_000;
  for (let i = 0; i < minutes; i += 1) {
    deps.clock.advance(startMs + i * 60_000 - deps.clock.nowMs());
    await runProbeBurst(deps, { vantageId: "v1", slotMs: startMs + i * 60_000 });
  }
  const taken = deps.published.flatMap(({ type, data }) =>
    type === "health.snapshot-taken.v1" ? [data as SnapshotTaken] : [],
  );
  return { deps, taken };
}

describe("engine/paths/use-cases/learn-performance", () => {
  it("learns of every path on health.snapshot-taken.v1 what its window showed", async () => {
    const { deps, taken } = await snapshots(3);

    for (const snapshot of taken) expect(await learnPerformance(deps, snapshot)).toBe(2);

    const record = deps.learnt.get("v1#vpn");
    expect(record?.days).toMatchObject([{ sentCount: 60, lostCount: 0, downMinutes: 0 }]);
    expect(record?.days[0]?.upMinutes).toBeGreaterThan(2.9);
    expect(
      Math.abs((quantileOf(record?.rtt ?? { zeroCount: 0, indexes: [], counts: [] }, 0.5) ?? 0) - 21),
    ).toBeLessThan(1);
  });

  it("counts each snapshot once, whether it comes again or late", async () => {
    const { deps, taken } = await snapshots(4);
    for (const snapshot of taken) await learnPerformance(deps, snapshot);
    const inOrder = new Map(deps.learnt);
    for (const snapshot of taken) expect(await learnPerformance(deps, snapshot)).toBe(0);
    expect(deps.learnt).toEqual(inOrder);

    deps.learnt.clear();
    for (const i of [0, 2, 3, 1]) await learnPerformance(deps, taken[i] as SnapshotTaken);
    expect(deps.learnt.get("v1#dx")?.days).toMatchObject([{ sentCount: 80 }]);
    expect(deps.learnt.get("v1#dx")?.rtt).toEqual(inOrder.get("v1#dx")?.rtt);
  });

  it("counts a path that carries nothing as down, and its probes as lost", async () => {
    const deps = memoryDeps(aConfig());
    deps.world.deadPaths.add("dx");
    const { taken } = await snapshots(2, deps);

    for (const snapshot of taken) await learnPerformance(deps, snapshot);

    const [day] = deps.learnt.get("v1#dx")?.days ?? [];
    expect(day).toMatchObject({ sentCount: 40, lostCount: 40, upMinutes: 0 });
    expect(day?.downMinutes).toBeGreaterThan(1.9);
    expect(deps.learnt.get("v1#vpn")?.days).toMatchObject([{ lostCount: 0, downMinutes: 0 }]);
  });

  it("writes nothing for a snapshot without paths", async () => {
    const { deps, taken } = await snapshots(1);

    expect(await learnPerformance(deps, { ...(taken[0] as SnapshotTaken), paths: [] })).toBe(0);
    expect(deps.learnt.size).toBe(0);
  });
});
