import {
  AnyEvent,
  type EventType,
  type FailbackSettings,
  type PathHealthRecord,
  type PathStateChanged,
  type SkylaneConfig,
  type SkylaneEvent,
  type Thresholds,
} from "@skylane/core";
import {
  checkFailback,
  checkGuards,
  considerFailback,
  considerFailbackOfMove,
  considerFailover,
  FailbackOrder,
  FailoverOrder,
  nextPathHealth,
  recordOutcome,
  unseenPath,
} from "@skylane/engine";
import { aPlan } from "./builders.ts";
import { memoryDeps } from "./memory-deps.ts";

/** The stored plan of the small estate, which proves itself by its one flow. */
export const planOfTwo = aPlan({ proofFlowIds: ["orders"] });

/** A policy like the one of a configuration, with other thresholds. */
export const policyOf = (
  name: string,
  config: SkylaneConfig,
  thresholds: Partial<Thresholds> = {},
  failback?: FailbackSettings,
) => ({
  name,
  thresholds: { ...config.thresholds, ...thresholds },
  failover: config.failover,
  failback: new Map(config.groups.map((group) => [group.id as string, failback ?? group.failback])),
});

/** Loses every sample of one path in a time. */
export const lostBetween =
  (lostPathId: string, fromMs: number, toMs: number) =>
  (pathId: string, atMs: number): boolean =>
    pathId === lostPathId && atMs >= fromMs && atMs < toMs;

/** Start of a minute, wall clock. */
const START_MS = 1_700_000_040_000;
const REACTION_MS = 300;
const proof = { sentCount: 3, answeredCount: 3, flowIds: [] };

/** The events of some minutes of the small estate, and the moves its controller made in them: real use cases on a virtual clock. */
export interface RecordedPast {
  readonly startMs: number;
  readonly reactionMs: number;
  readonly events: readonly SkylaneEvent[];
  readonly moves: readonly { readonly toPathId: string; readonly triggeredAtMs: number }[];
}

/** Probes every path once a second for 58 seconds a minute; `isLost` says which samples are lost, by milliseconds since the start. */
export async function recordedPast(
  config: SkylaneConfig,
  {
    minutes,
    isLost,
    jitterMs = 0,
  }: { minutes: number; isLost: (pathId: string, atMs: number) => boolean; jitterMs?: number },
): Promise<RecordedPast> {
  const deps = memoryDeps(config);
  deps.planned.set("g", planOfTwo);
  // the flows are never answered by themselves: what happens is what the controller does
  deps.world.deadPaths.add("dx").add("vpn");
  const setClock = (nowMs: number): void => deps.clock.advance(nowMs - deps.clock.nowMs());
  const events: SkylaneEvent[] = [];
  const emit = (type: EventType, subject: string, nowMs: number, data: object): void =>
    void events.push(
      AnyEvent.parse({
        specversion: "1.0",
        id: `${type}-${events.length}`,
        source: "test",
        type,
        subject,
        time: new Date(nowMs).toISOString(),
        datacontenttype: "application/json",
        traceparent: deps.ids.traceparent(),
        skylaneepoch: 0,
        skylaneseq: events.length,
        data,
      }),
    );
  const due: { readonly atMs: number; readonly run: () => Promise<void> }[] = [];
  const runDue = async (untilMs: number): Promise<void> => {
    for (;;) {
      due.sort((a, b) => a.atMs - b.atMs);
      const [next] = due;
      if (!next || next.atMs >= untilMs) return;
      due.shift();
      setClock(next.atMs);
      await next.run();
    }
  };
  const goBack = async (order: FailbackOrder): Promise<void> => {
    if ((await checkFailback(deps, order)).kind === "go")
      await recordOutcome(deps, order.incidentId, { kind: "failed-back", proof });
  };
  const startBack = (nowMs: number, startedCount: number): void => {
    for (const { input } of deps.started.slice(startedCount).filter(({ workflow }) => workflow === "failback")) {
      const order = FailbackOrder.parse(input);
      due.push({ atMs: nowMs + order.waitSeconds * 1000, run: () => goBack(order) });
    }
  };
  const moveAway = async (change: PathStateChanged, nowMs: number): Promise<void> => {
    const before = deps.started.length;
    if ((await considerFailover(deps, change)).kind !== "started") return;
    const order = FailoverOrder.parse(deps.started[before]?.input);
    const decision = await checkGuards(deps, order);
    if (decision.kind === "verify") throw new Error("flows that are never answered were");
    if (decision.kind === "hold") {
      const { rule, reason, isPage } = decision;
      await recordOutcome(deps, order.incidentId, { kind: "refused", rule, reason, isPage });
      return;
    }
    await recordOutcome(deps, order.incidentId, { kind: "moved", proof });
    const startedCount = deps.started.length;
    await considerFailbackOfMove(deps, { fromPathId: change.pathId } as Parameters<typeof considerFailbackOfMove>[1]);
    startBack(nowMs, startedCount);
  };

  const paths = config.groups.flatMap((group) => group.paths);
  const records = new Map<string, PathHealthRecord>();
  for (let minute = 0; minute < minutes; minute += 1) {
    const slotMs = START_MS + minute * 60_000;
    for (let tickMs = 0; tickMs < config.thresholds.burstMs; tickMs += config.thresholds.probeIntervalMs) {
      const atMs = slotMs + tickMs + ((tickMs * 7) % (jitterMs + 1));
      await runDue(atMs);
      setClock(atMs);
      const changes: PathStateChanged[] = [];
      for (const { id: pathId, probe } of paths) {
        const { vantageId } = probe;
        const outcome = isLost(pathId, slotMs + tickMs - START_MS) ? "timeout" : "ok";
        const sample = { pathId, vantageId, atMs, outcome, ...(outcome === "ok" && { rttMs: 5 }) } as const;
        const { health, change } = nextPathHealth(
          records.get(pathId)?.health ?? unseenPath(atMs),
          sample,
          config.thresholds,
        );
        const record = { pathId, vantageId, health, sampledAtMs: atMs };
        records.set(pathId, record);
        await deps.health.save([record]);
        if (change) changes.push({ pathId, vantageId, ...change, sinceMs: health.sinceMs, epoch: health.epoch });
      }
      for (const change of changes) {
        emit("health.path-state-changed.v1", change.pathId, atMs, change);
        const startedCount = deps.started.length;
        await considerFailback(deps, change);
        startBack(atMs, startedCount);
        due.push({ atMs: atMs + REACTION_MS, run: () => moveAway(change, atMs + REACTION_MS) });
      }
    }
    const snapshot = { vantageId: "v1", slotMs, sampleCount: 0, lostCount: 0, paths: [...records.values()] };
    emit("health.snapshot-taken.v1", "v1", slotMs + config.thresholds.burstMs, snapshot);
  }
  await runDue(Number.POSITIVE_INFINITY);
  const moves = [...deps.incidentById.values()]
    .filter(({ status }) => status === "moved" || status === "failed-back")
    .map(({ toPathId, openedAtMs }) => ({ toPathId: toPathId ?? "", triggeredAtMs: openedAtMs }));
  return { startMs: START_MS, reactionMs: REACTION_MS, events, moves };
}
