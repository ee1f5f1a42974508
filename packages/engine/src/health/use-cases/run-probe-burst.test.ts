import type { PathStateChanged } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { aConfig } from "../../../../../test/support/builders.ts";
import { memoryDeps } from "../../../../../test/support/memory-deps.ts";
import type { Deps } from "../../deps.ts";
import { recordSnapshot } from "./record-snapshot.ts";
import { runProbeBurst } from "./run-probe-burst.ts";

const burst = (slotMs: number) => ({ vantageId: "v1", slotMs });

describe("engine/health/use-cases/run-probe-burst", () => {
  it("probes each path once a second until 58 s of its minute are over", async () => {
    const deps = memoryDeps(aConfig());

    const summary = await runProbeBurst(deps, burst(deps.clock.nowMs()));

    expect(summary.sampleCount).toBe(58 * 2);
    expect(summary.lostCount).toBe(0);
  });

  it("is shorter if it begins late, so that bursts do not overlap", async () => {
    const deps = memoryDeps(aConfig());

    const summary = await runProbeBurst(deps, burst(deps.clock.nowMs() - 50_000));

    expect(summary.sampleCount).toBe(8 * 2);
  });

  it("ends early when it is told to, with its snapshot", async () => {
    const deps = memoryDeps(aConfig());
    const stop = new AbortController();
    const { clock } = deps;
    const waiting: Deps["clock"] = {
      ...clock,
      async sleepUntil(ms, signal) {
        if (ms >= 5_000) stop.abort();
        if (signal?.aborted) throw signal.reason;
        await clock.sleepUntil(ms);
      },
    };

    const summary = await runProbeBurst({ ...deps, clock: waiting }, burst(clock.nowMs()), stop.signal);

    expect(summary.sampleCount).toBe(5 * 2);
    expect(deps.published.filter(({ type }) => type === "health.snapshot-taken.v1")).toHaveLength(1);
    expect(deps.records.get("v1#dx")?.health.state).toBe("up");
  });

  it("publishes a change once, when it happens, and saves it", async () => {
    const deps = memoryDeps(aConfig());
    deps.world.deadPaths.add("dx");

    await runProbeBurst(deps, burst(deps.clock.nowMs()));

    const changes = deps.published.filter(({ type }) => type === "health.path-state-changed.v1");
    expect(changes.map(({ data }) => [(data as { pathId: string }).pathId, (data as { to: string }).to])).toEqual([
      ["vpn", "up"],
      ["dx", "down"],
    ]);
    expect(deps.records.get("v1#dx")?.health.state).toBe("down");
  });

  it("tells beside a change the probes it rests on, and begins a trace with each: one may end a move, and the next begin one", async () => {
    const deps = memoryDeps(aConfig());
    deps.world.deadPaths.add("dx");
    let count = 0;
    const ids = { ...deps.ids, traceparent: () => `00-${String(++count).padStart(32, "0")}-${"2".repeat(16)}-01` };

    await runProbeBurst({ ...deps, ids }, burst(deps.clock.nowMs()));

    const changes = deps.published.filter(({ type }) => type === "health.path-state-changed.v1");
    const down = changes.find(({ data }) => (data as PathStateChanged).to === "down")?.data as PathStateChanged;
    expect(down.samples?.map(({ outcome }) => outcome)).toEqual(["timeout", "timeout", "timeout"]);
    expect(down.samples?.at(-1)?.atMs).toBe(down.sinceMs);
    expect(new Set(changes.map(({ traceparent }) => traceparent)).size).toBe(2);
  });

  it("tells of a change with the next sample if the bus was away", async () => {
    const deps = memoryDeps(aConfig());
    deps.failPublish = true;
    const answer = deps.answerProbe;
    let asked = 0;
    deps.answerProbe = (request) => {
      asked += 1;
      if (asked > 20) deps.failPublish = false;
      return answer(request);
    };

    await runProbeBurst(deps, burst(deps.clock.nowMs()));

    const ups = deps.published.filter(({ type }) => type === "health.path-state-changed.v1");
    expect(ups).toHaveLength(2);
  });

  it("ends with one snapshot of all paths", async () => {
    const deps = memoryDeps(aConfig());

    await runProbeBurst(deps, burst(deps.clock.nowMs()));

    const snapshots = deps.published.filter(({ type }) => type === "health.snapshot-taken.v1");
    expect(snapshots).toHaveLength(1);
    expect(snapshots[0]?.data).toMatchObject({
      vantageId: "v1",
      sampleCount: 116,
      paths: [{ pathId: "dx" }, { pathId: "vpn" }],
    });
  });

  it("tells of the whole burst of each path, without what the vantage itself failed to send", async () => {
    const deps = memoryDeps(aConfig());
    let asked = 0;
    deps.answerProbe = ({ sourceIp }) => {
      asked += 1;
      if (asked <= 4) return { outcome: "vantage-error" };
      return sourceIp === "10.255.0.1" && asked <= 24 ? { outcome: "timeout" } : { outcome: "ok", rttMs: asked % 3 };
    };

    await runProbeBurst(deps, burst(deps.clock.nowMs()));

    const [snapshot] = deps.published.filter(({ type }) => type === "health.snapshot-taken.v1");
    expect(snapshot?.data).toMatchObject({
      rounds: [
        { pathId: "dx", sentCount: 56, lostCount: 10, rttP50Ms: 1 },
        { pathId: "vpn", sentCount: 56, lostCount: 0, rttP50Ms: 1 },
      ],
    });
  });

  it("says nothing of a path about which the vantage could not ask", async () => {
    const deps = memoryDeps(aConfig());
    deps.answerProbe = () => ({ outcome: "vantage-error" });

    await runProbeBurst(deps, burst(deps.clock.nowMs()));

    const [snapshot] = deps.published.filter(({ type }) => type === "health.snapshot-taken.v1");
    expect(snapshot?.data).toMatchObject({ rounds: [] });
  });

  it("goes on from what a former burst knew", async () => {
    const deps = memoryDeps(aConfig());
    await runProbeBurst(deps, burst(deps.clock.nowMs()));
    deps.published.length = 0;

    await runProbeBurst(deps, burst(deps.clock.nowMs()));

    expect(deps.published.filter(({ type }) => type === "health.path-state-changed.v1")).toEqual([]);
  });

  it("a late or repeated snapshot changes nothing", async () => {
    const deps = memoryDeps(aConfig());
    await runProbeBurst(deps, burst(deps.clock.nowMs()));
    const [snapshot] = deps.published.filter(({ type }) => type === "health.snapshot-taken.v1");

    const writtenCount = await recordSnapshot(deps, snapshot?.data as Parameters<typeof recordSnapshot>[1]);

    expect(writtenCount).toBe(0);
  });

  it("spreads the probes of an interval, at the same moment of each, and leaves the end of it free", async () => {
    const deps = memoryDeps(aConfig());
    const startMs = deps.clock.nowMs();
    const askedMs = new Map<string, number[]>();
    const answer = deps.answerProbe;
    deps.answerProbe = (request) => {
      askedMs.set(request.sourceIp, [...(askedMs.get(request.sourceIp) ?? []), deps.clock.nowMs() - startMs]);
      return answer(request);
    };

    await runProbeBurst(deps, burst(startMs));

    const seconds = Array.from({ length: 58 }, (_, i) => i * 1_000);
    expect([...askedMs.values()]).toEqual([seconds, seconds.map((ms) => ms + 350)]);
  });

  describe("a round trip while the process stood still", () => {
    /** A clock whose n-th waits end so much too late. */
    const lateClock = (clock: Deps["clock"], lateMs: (wait: number) => number): Deps["clock"] => {
      let waits = 0;
      return {
        ...clock,
        async sleepUntil(ms) {
          waits += 1;
          await clock.sleepUntil(ms + lateMs(waits));
        },
      };
    };
    /** Samples of each path with a round trip in the rounds of a burst of ten seconds. */
    async function timed(lateMs: (wait: number) => number) {
      const deps = memoryDeps(aConfig());
      const clock = lateClock(deps.clock, lateMs);
      const summary = await runProbeBurst({ ...deps, clock }, burst(deps.clock.nowMs() - 48_000));
      const counts = ["dx", "vpn"].map((id) => deps.records.get(`v1#${id}`)?.health.recent.length);
      return { summary, counts, deps };
    }

    it("counts as answered and as not measured, if its probe began late", async () => {
      const { summary, counts, deps } = await timed((wait) => (wait === 7 ? 150 : 0)); // dx, in the fourth second

      expect([summary.sampleCount, summary.lostCount, summary.changeCount]).toEqual([20, 0, 2]);
      expect(counts).toEqual([9, 10]);
      expect(deps.records.get("v1#dx")?.health).toMatchObject({
        state: "up",
        failuresInRowCount: 0,
        successesInRowCount: 10,
      });
    });

    it("is not measured either, if its probe was under way", async () => {
      const deps = memoryDeps(aConfig());
      const clock = lateClock(deps.clock, (wait) => (wait === 8 ? 150 : 0)); // vpn, in the fourth second
      let asked = 0;
      const prober: Deps["prober"] = {
        async probe(request) {
          asked += 1;
          // the fourth of dx is answered after vpn's was to be sent
          if (asked === 7) for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
          return deps.prober.probe(request);
        },
      };

      await runProbeBurst({ ...deps, clock, prober }, burst(deps.clock.nowMs() - 48_000));

      expect(["dx", "vpn"].map((id) => deps.records.get(`v1#${id}`)?.health.recent.length)).toEqual([9, 9]);
    });

    it("a few milliseconds are no stop, and who is always late measures every other one", async () => {
      expect((await timed(() => 8)).counts).toEqual([10, 10]);
      expect((await timed(() => 60)).counts).toEqual([5, 5]);
    });
  });

  it("stores all paths together after thirty seconds, between probes, and at the end", async () => {
    const deps = memoryDeps(aConfig());
    const startMs = deps.clock.nowMs();
    const savedMs: number[] = [];
    const health: Deps["health"] = {
      ...deps.health,
      async saveAll(vantageId, records) {
        savedMs.push(deps.clock.nowMs() - startMs);
        expect([vantageId, records.map(({ pathId }) => pathId)]).toEqual(["v1", ["dx", "vpn"]]);
        await deps.health.saveAll(vantageId, records);
      },
    };

    await runProbeBurst({ ...deps, health }, burst(startMs));

    expect(savedMs).toEqual([30_760, 57_350]);
  });

  it("a table that is away between probes holds none of them up; at the end it is an error, and no snapshot says otherwise", async () => {
    const deps = memoryDeps(aConfig());
    let awayUntilMs = deps.clock.nowMs() + 30_000;
    const health: Deps["health"] = {
      ...deps.health,
      async saveAll(...all) {
        if (deps.clock.nowMs() < awayUntilMs) throw new Error("the table is away");
        await deps.health.saveAll(...all);
      },
    };

    expect((await runProbeBurst({ ...deps, health }, burst(deps.clock.nowMs()))).sampleCount).toBe(116);
    deps.published.length = 0;
    awayUntilMs = Number.POSITIVE_INFINITY;

    await expect(runProbeBurst({ ...deps, health }, burst(deps.clock.nowMs()))).rejects.toThrow("the table is away");
    expect(deps.published.filter(({ type }) => type === "health.snapshot-taken.v1")).toEqual([]);
  });

  it("of a snapshot only what is newer is stored, together with what is known better", async () => {
    const deps = memoryDeps(aConfig());
    await runProbeBurst(deps, burst(deps.clock.nowMs()));
    const [snapshot] = deps.published.filter(({ type }) => type === "health.snapshot-taken.v1");
    const { paths, ...rest } = (snapshot as (typeof deps.published)[number]).data as Parameters<
      typeof recordSnapshot
    >[1];
    const [dx, vpn] = paths as [(typeof paths)[number], (typeof paths)[number]];
    const saved: (typeof paths)[] = [];
    const health: Deps["health"] = { ...deps.health, saveAll: async (_, records) => void saved.push([...records]) };
    const newer = { ...dx, sampledAtMs: dx.sampledAtMs + 1 };
    const older = { ...vpn, sampledAtMs: vpn.sampledAtMs - 1 };

    const writtenCount = await recordSnapshot({ ...deps, health }, { ...rest, paths: [newer, older] });

    expect(writtenCount).toBe(1);
    expect(saved).toEqual([[newer, vpn]]);
  });
});
