import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  filterPatternOf,
  functions,
  IntentId,
  type IntentRun,
  type LogMetricName,
  type LogMetricSpec,
  logMetrics,
  type SnapshotTaken,
  type TraceSpan,
} from "@skylane/core";
import {
  beat,
  considerFailover,
  discoverCloud,
  endProvisioning,
  exportTrace,
  FailoverOrder,
  holdRegion,
  recordOutcome,
  recordSnapshot,
  storePlan,
  watchOverrides,
} from "@skylane/engine";
import { describe, expect, it } from "vitest";
import functionPorts from "../../infra/function-ports.gen.json" with { type: "json" };
import { keepFresh } from "../../packages/clouds/src/_shared/identity/keep-fresh.ts";
import { choosePaths } from "../../packages/engine/src/paths/index.ts";
import { aConfig, healthOf } from "../support/builders.ts";
import { countedFrom, keptLog, type LogLine } from "../support/logged-metrics.ts";
import { type MemoryDeps, memoryDeps } from "../support/memory-deps.ts";
import { runFailover } from "../support/run-failover.ts";
import { aDiscovery } from "../support/sightings.ts";

const root = join(import.meta.dirname, "../..");
const regions = { home: "us-east-1", standby: "us-west-2" };
const order = FailoverOrder.parse({
  incidentId: "fo-g-3",
  groupId: "g",
  trigger: { kind: "manual", pathId: "dx" },
  orderedAtMs: 1_000_000,
});

/** A run that somebody has undone, and whose gateway would not go. */
const undone: IntentRun = {
  id: IntentId.parse("in-1-abc"),
  version: 0,
  status: "undoing",
  askedBy: "ops@globalcart.example",
  askedAtMs: 0,
  owner: "ops@globalcart.example",
  intents: [],
  signatures: [],
  phases: [],
  evidence: [],
  undoneIntentIds: [IntentId.parse("in-1-abc-1")],
  undoneBy: "ops@globalcart.example",
};

/** A group with a plan whose primary is down, and a log that is kept. */
async function scene(change?: Parameters<typeof aConfig>[0]): Promise<{ deps: MemoryDeps; lines: LogLine[] }> {
  const { log, lines } = keptLog();
  const deps: MemoryDeps = { ...memoryDeps(aConfig(change)), log };
  const [group] = deps.config.groups;
  const choice = group && choosePaths(group, deps.config);
  if (choice) await storePlan(deps, choice);
  deps.records.set("a", healthOf("dx", "down")).set("b", healthOf("vpn", "up"));
  return { deps, lines };
}

/** A workflow that ended so. */
async function ended(outcome: Parameters<typeof recordOutcome>[2]): Promise<LogLine[]> {
  const { deps, lines } = await scene();
  await runFailover(deps, order);
  lines.length = 0;
  await recordOutcome(deps, order.incidentId, outcome);
  return lines;
}
async function moved(): Promise<LogLine[]> {
  const { deps, lines } = await scene();
  deps.clock.advance(700);
  await runFailover(deps, order);
  return lines;
}
async function snapshotRecorded(): Promise<LogLine[]> {
  const { deps, lines } = await scene();
  const paths = [healthOf("dx", "unknown"), healthOf("vpn", "up")];
  const snapshot = { vantageId: "v1", slotMs: 0, sampleCount: 2, lostCount: 1, paths } as unknown as SnapshotTaken;
  await recordSnapshot(deps, snapshot);
  return lines;
}
async function watched(break_: (deps: MemoryDeps) => void): Promise<LogLine[]> {
  const { deps, lines } = await scene();
  await runFailover(deps, order);
  deps.clock.advance(deps.config.failover.overrideLeaseMs + 1);
  break_(deps);
  await watchOverrides(deps);
  return lines;
}

/** For each metric: the use case that writes its line, that line by the use case itself, and what is counted from it. */
const scenes: Readonly<
  Record<
    LogMetricName,
    { useCase: { name: string } | "credentials"; lines: () => Promise<LogLine[]>; counts: unknown[] }
  >
> = {
  UnknownPathCount: { useCase: recordSnapshot, lines: snapshotRecorded, counts: [1] },
  DecisionDelayMs: {
    useCase: considerFailover,
    async lines() {
      const { deps, lines } = await scene();
      const change = { pathId: "dx", vantageId: "v1", from: "up", to: "down", because: "", epoch: 3 };
      deps.clock.advance(700);
      await considerFailover(deps, { ...change, sinceMs: deps.clock.nowMs() - 700 } as Parameters<
        typeof considerFailover
      >[1]);
      return lines;
    },
    counts: [700],
  },
  MoveDurationMs: { useCase: recordOutcome, lines: moved, counts: [expect.any(Number)] },
  VerifiedMoveCount: { useCase: recordOutcome, lines: moved, counts: [1] },
  RefusedMoveCount: {
    useCase: recordOutcome,
    lines: () => ended({ kind: "refused", rule: "kill-switch", reason: "stopped", isPage: false }),
    counts: [1],
  },
  CompensatedMoveCount: {
    useCase: recordOutcome,
    lines: () => ended({ kind: "rolled-back", reason: "no answer", isRestored: true }),
    counts: [1],
  },
  UnprovenFailbackCount: {
    useCase: recordOutcome,
    lines: () => ended({ kind: "failback-undone", reason: "no answer" }),
    counts: [1],
  },
  NeedsHumanCount: {
    useCase: recordOutcome,
    lines: () => ended({ kind: "rolled-back", reason: "the cloud is away", isRestored: false }),
    counts: [1],
  },
  StuckRunCount: {
    useCase: endProvisioning,
    async lines() {
      const { deps, lines } = await scene();
      deps.building.runs.set(undone.id, undone);
      await endProvisioning(deps, { runId: undone.id, leftStepIds: ["gateway"] });
      return lines;
    },
    counts: [1],
  },
  OverrideEndCount: {
    useCase: watchOverrides,
    lines: () => watched(() => undefined),
    counts: [1],
  },
  UnwatchedOverrideCount: {
    useCase: watchOverrides,
    lines: () =>
      watched((deps) => {
        deps.overrides.find = () => Promise.reject(new Error("the table is away"));
      }),
    counts: [1],
  },
  TakenRegionCount: {
    useCase: holdRegion,
    async lines() {
      const { deps, lines } = await scene((raw) => ({ ...raw, regions }));
      await beat({ ...deps, regionId: regions.home }, regions.home, {});
      return lines;
    },
    counts: [1],
  },
  UnreadableLeaseCount: {
    useCase: holdRegion,
    async lines() {
      const { deps, lines } = await scene((raw) => ({ ...raw, regions }));
      const regionLease = { ...deps.regionLease, read: () => Promise.reject(new Error("the table is away")) };
      const slotMs = deps.clock.nowMs() - deps.config.thresholds.burstMs + 1;
      await holdRegion({ ...deps, regionLease }, { slotMs, memory: {} });
      return lines;
    },
    counts: [1],
  },
  IdentityFailureCount: {
    useCase: "credentials",
    async lines() {
      const { deps, lines } = await scene();
      const away = keepFresh("a token", () => Promise.reject(new Error("the issuer is away")), deps);
      await expect(away()).rejects.toThrow("the issuer is away");
      return lines;
    },
    counts: [1],
  },
  DiscoveryGapCount: {
    useCase: discoverCloud,
    async lines() {
      const { deps, lines } = await scene();
      const gap = { what: "vpn connections", code: "AccessDenied" };
      deps.clouds.set("aws", { ...aDiscovery({ cloud: "aws" }), gaps: [gap, gap] as never });
      await discoverCloud(deps, "aws");
      return lines;
    },
    counts: [2],
  },
  UnexportedSpanCount: {
    useCase: exportTrace,
    async lines() {
      const { deps, lines } = await scene();
      await deps.traces.keep("fo-use1-dc1-7", {
        spans: [aSpan, { ...aSpan, spanId: "c".repeat(16) }],
        droppedCount: 0,
      });
      const spanExporter = { send: () => Promise.reject(new Error("the collector is away")) };
      const traceparent = `00-${aSpan.traceId}-${aSpan.spanId}-01`;
      await exportTrace({ ...deps, spanExporter }, { id: "e1", traceparent, data: { incidentId: "fo-use1-dc1-7" } });
      return lines;
    },
    counts: [2],
  },
};
const aSpan: TraceSpan = {
  traceId: "a".repeat(32),
  spanId: "b".repeat(16),
  name: "record-outcome",
  kind: "server",
  startMs: 1_000,
  durationMs: 10,
  isError: false,
  attributes: {},
};
const all = Object.entries(logMetrics) as [LogMetricName, LogMetricSpec][];

describe("metrics from the log", () => {
  it.each(all)("%s is counted from a line that its function writes", async (name, spec) => {
    const { useCase, lines, counts } = scenes[name];

    expect(countedFrom(await lines(), spec)).toEqual(counts);
    for (const one of spec.from)
      if (useCase === "credentials")
        expect(functionPorts[one]).toEqual(expect.arrayContaining([expect.stringMatching(/^(steering|surveyor)$/)]));
      else
        expect(readFileSync(join(root, `functions/${functions[one].entry}.ts`), "utf8")).toMatch(
          new RegExp(`\\b${useCase.name}[()]`),
        );
  });

  it("record nothing while all is well, or they would be paid for all the time", async () => {
    const { deps, lines } = await scene();
    deps.clouds.set("aws", aDiscovery({ cloud: "aws" }));
    await discoverCloud(deps, "aws");
    const snapshot = { vantageId: "v1", slotMs: 0, sampleCount: 2, lostCount: 0, paths: [healthOf("dx", "up")] };
    await recordSnapshot(deps, snapshot as unknown as SnapshotTaken);
    await watchOverrides(deps);

    expect(lines.length).toBeGreaterThan(1);
    expect(all.filter(([, spec]) => countedFrom(lines, spec).length > 0)).toEqual([]);
  });

  it("are asked for in the words of CloudWatch Logs", () => {
    expect(filterPatternOf(logMetrics.NeedsHumanCount)).toBe(
      '{ ($.message = "failover outcome") && ($.status = "needs-human") }',
    );
    expect(filterPatternOf(logMetrics.DecisionDelayMs)).toBe(
      '{ ($.message = "failover considered") && ($.kind = "started") && ($.delayMs > 0) }',
    );
  });
});
