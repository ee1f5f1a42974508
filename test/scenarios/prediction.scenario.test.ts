import { join } from "node:path";
import type { Alert, EventData, EventDraft, SnapshotTaken } from "@skylane/core";
import {
  type AlertingEvent,
  choosePaths,
  drainPath,
  raiseAlert,
  recordSnapshot,
  runProbeBurst,
  storePlan,
  watchDegradation,
} from "@skylane/engine";
import { describe, expect, it } from "vitest";
import { loadConfig } from "../../packages/runtime/src/load-config.ts";
import { loadEstate } from "../../packages/twin/src/estate/load-estate.ts";
import { seededRandom } from "../../packages/twin/src/world/clock.ts";
import { createWorld } from "../../packages/twin/src/world/world.ts";
import { memoryDeps } from "../support/memory-deps.ts";

const root = join(import.meta.dirname, "../..");
const SEED = 17;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Longer than what is usual takes to be learnt. */
const QUIET_MS = 40 * MINUTE_MS;
const START_MS = 1_800_000_000_000;
const DX = "dx-use1-1";
const PROBE_BYTES = 64;

/**
 * The GlobalCart estate in the twin's world, and the use cases as the bus would call them, in virtual time: probes go through
 * the world's own routing, physics and faults; only the sockets are left out.
 */
async function aWatchedEstate(vantageIds: readonly string[]) {
  console.log(`scenario seed ${SEED}`);
  const config = loadConfig(join(root, "examples/globalcart/skylane.yaml"));
  const memory = memoryDeps(config);
  const sent: Alert[] = [];
  const send = async (alert: Alert) => ({
    outcome: sent.push(alert) > 0 ? ("delivered" as const) : ("failed" as const),
  });
  const deps = Object.assign(memory, { channels: [{ name: "test", send }] });
  deps.clock.advance(START_MS - deps.clock.nowMs());
  const clock = { nowMs: () => deps.clock.nowMs(), after: () => () => undefined };
  const world = createWorld(loadEstate("globalcart"), clock, seededRandom(SEED));
  deps.answerProbe = ({ sourceIp, host, timeoutMs }) => {
    const there = world.send(sourceIp, host, PROBE_BYTES);
    const back = there.kind === "arrives" ? world.send(host, sourceIp, PROBE_BYTES) : there;
    if (there.kind !== "arrives" || back.kind !== "arrives") return { outcome: "timeout" };
    const rttMs = there.delayMs + back.delayMs;
    return rttMs <= timeoutMs ? { outcome: "ok", rttMs } : { outcome: "timeout" };
  };
  for (const group of config.groups) {
    const choice = choosePaths(group, config);
    if (choice) await storePlan(deps, choice);
  }
  deps.published.length = 0;

  const toldOf = (type: string) => deps.published.filter((draft) => draft.type === type);
  /** Every vantage's minute, and what the bus delivers after it. */
  const live = async (durationMs: number, each: (atMs: number) => void = () => undefined): Promise<void> => {
    const startMs = deps.clock.nowMs();
    for (let atMs = 0; atMs < durationMs; atMs += MINUTE_MS) {
      each(atMs);
      for (const vantageId of vantageIds) {
        deps.clock.advance(startMs + atMs - deps.clock.nowMs());
        const before = deps.published.length;
        await runProbeBurst(deps, { vantageId, slotMs: startMs + atMs });
        for (const { type, data } of deps.published.slice(before))
          if (type === "health.snapshot-taken.v1") {
            await recordSnapshot(deps, data as SnapshotTaken);
            const published = deps.published.length;
            await watchDegradation(deps, data as SnapshotTaken);
            for (const draft of deps.published.slice(published))
              await raiseAlert(deps, asEvent(draft, deps.clock.nowMs()));
          }
      }
      deps.clock.advance(startMs + atMs + MINUTE_MS - deps.clock.nowMs());
    }
  };
  return { deps, world, live, toldOf, sent };
}

const asEvent = ({ type, data, idempotencyKey }: EventDraft, nowMs: number): AlertingEvent =>
  ({ type, id: idempotencyKey, time: new Date(nowMs).toISOString(), data }) as unknown as AlertingEvent;

const changesOf = (toldOf: (type: string) => EventDraft[]) =>
  toldOf("health.path-state-changed.v1").map(({ data }) => data as EventData<"health.path-state-changed.v1">);

describe("what gets worse is told before it fails", { timeout: 120_000 }, () => {
  it("a link that dies slowly is told of before its path is down, with the drain that takes traffic off in time", async () => {
    const { deps, world, live, toldOf, sent } = await aWatchedEstate(["us-east-1"]);
    await live(QUIET_MS);
    expect(toldOf("health.degradation-predicted.v1")).toEqual([]);
    const faultMs = deps.clock.nowMs();
    world.addFault({ kind: "slow-death", target: { connectionId: DX }, durationMs: 24 * HOUR_MS });

    while (toldOf("health.degradation-predicted.v1").length === 0) await live(MINUTE_MS);

    const told = toldOf("health.degradation-predicted.v1")[0]?.data as EventData<"health.degradation-predicted.v1">;
    const toldMs = deps.clock.nowMs();
    expect(told.about).toMatchObject({ kind: "path", pathId: DX, proposal: { kind: "drain", connectionId: DX } });
    expect(told.signs).toContain("loss-growth");
    expect(told.leadTimeMs).toBeGreaterThan(0);
    expect(deps.records.get(`us-east-1#${DX}`)?.health.state).not.toBe("down");
    expect(sent[0]?.lines.at(-1)).toMatch(
      new RegExp(`: skylane failover drain ${DX} --by "\\$USER" --reason "predicted for ${DX}: loss-growth`),
    );
    // the order that the alert names is one that Skylane takes
    const { incidentId } = await drainPath(deps, DX, { by: "ops", reason: "predicted", forMs: HOUR_MS }, "ops");
    expect(incidentId).toMatch(/^fo-use1-dc1/);
    expect(deps.started).toMatchObject([{ workflow: "failover" }]);

    const down = () => changesOf(toldOf).find(({ pathId, to }) => pathId === DX && to === "down");
    while (!down()) await live(MINUTE_MS);
    const inMinutes = (ms: number): string => `${Math.round(ms / MINUTE_MS)} min`;
    console.log(
      `told ${inMinutes(toldMs - faultMs)} after the fault began, ${inMinutes((down()?.sinceMs ?? 0) - toldMs)} before the path was down`,
    );
    expect((down()?.sinceMs ?? 0) - toldMs).toBeGreaterThan(2 * MINUTE_MS);
  });

  it("a link that slows down bit by bit is told of before its path is degraded, and once only", async () => {
    const { world, live, toldOf, sent } = await aWatchedEstate(["us-east-1"]);
    await live(QUIET_MS);
    const baseMs = world.atlas.estate.connections.find(({ id }) => id === DX)?.latencyMs ?? Number.NaN;
    let fault: string | undefined;
    const slower = (atMs: number): void => {
      if (fault !== undefined) world.removeFault(fault);
      const addedMs = (2 * baseMs + 10) * ((atMs + MINUTE_MS) / (3 * HOUR_MS));
      fault = world.addFault({ kind: "latency", target: { connectionId: DX }, addedMs }).id;
    };

    await live(3 * HOUR_MS, slower);

    const predicted = toldOf("health.degradation-predicted.v1");
    const degraded = changesOf(toldOf).find(({ to }) => to === "degraded");
    expect(predicted).toHaveLength(1);
    const told = predicted[0]?.data as EventData<"health.degradation-predicted.v1">;
    const leadMs = (degraded?.sinceMs ?? 0) - told.slotMs;
    console.log(`told ${leadMs / MINUTE_MS} min before; said ${(told.leadTimeMs ?? 0) / MINUTE_MS} min`);
    expect(told.signs).toContain("drift");
    expect(degraded).toMatchObject({ pathId: DX });
    expect(leadMs).toBeGreaterThan(5 * MINUTE_MS);
    expect(sent).toHaveLength(1);
  });

  it("nothing is predicted of an estate on which all is well", async () => {
    const { live, toldOf, sent, deps } = await aWatchedEstate(["us-east-1", "us-west-2", "eu-west-1"]);

    await live(2 * HOUR_MS);

    expect(deps.watched.size).toBe(deps.config.groups.flatMap(({ paths }) => paths).length);
    expect(toldOf("health.degradation-predicted.v1")).toEqual([]);
    expect(sent).toEqual([]);
  });
});
