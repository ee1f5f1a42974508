import { join } from "node:path";
import type { Alert, EventData, EventDraft, SnapshotTaken } from "@skylane/core";
import {
  type AlertingEvent,
  learnPerformance,
  listSlos,
  raiseAlert,
  recordSnapshot,
  runProbeBurst,
  showMetrics,
  watchSlos,
} from "@skylane/engine";
import { describe, expect, it } from "vitest";
import { loadConfig } from "../../packages/runtime/src/load-config.ts";
import { loadEstate } from "../../packages/twin/src/estate/load-estate.ts";
import { seededRandom } from "../../packages/twin/src/world/clock.ts";
import { createWorld } from "../../packages/twin/src/world/world.ts";
import { promtool, whyNoPromtool } from "../monitoring/promtool.ts";
import { memoryDeps } from "../support/memory-deps.ts";
import { runningSkylane } from "../support/running-skylane.ts";

const root = join(import.meta.dirname, "../..");
const SEED = 23;
const MINUTE_MS = 60_000;
/** Ten in the morning, and the day it is. */
const START_MS = 20_000 * 86_400_000 + 10 * 60 * MINUTE_MS;
const VANTAGE = "us-east-1";
const DX = "dx-use1-1";

/** The GlobalCart estate in the twin's world, and the use cases as bus and schedule would call them, in virtual time. */
function anEstateWithSlos(slos: object) {
  console.log(`scenario seed ${SEED}`);
  const config = { ...loadConfig(join(root, "examples/globalcart/skylane.yaml")), slos: slos as never };
  const sent: Alert[] = [];
  const send = async (alert: Alert) => ({
    outcome: sent.push(alert) > 0 ? ("delivered" as const) : ("failed" as const),
  });
  const deps = Object.assign(memoryDeps(config), { channels: [{ name: "test", send }] });
  deps.clock.advance(START_MS - deps.clock.nowMs());
  const clock = { nowMs: () => deps.clock.nowMs(), after: () => () => undefined };
  const world = createWorld(loadEstate("globalcart"), clock, seededRandom(SEED));
  deps.answerProbe = ({ sourceIp, host, timeoutMs }) => {
    const there = world.send(sourceIp, host, 64);
    const back = there.kind === "arrives" ? world.send(host, sourceIp, 64) : there;
    if (there.kind !== "arrives" || back.kind !== "arrives") return { outcome: "timeout" };
    const rttMs = there.delayMs + back.delayMs;
    return rttMs <= timeoutMs ? { outcome: "ok", rttMs } : { outcome: "timeout" };
  };

  const toldOf = (type: string) => deps.published.filter((draft) => draft.type === type);
  const live = async (minutes: number): Promise<void> => {
    for (let minute = 0; minute < minutes; minute += 1) {
      const slotMs = deps.clock.nowMs();
      const before = deps.published.length;
      await runProbeBurst(deps, { vantageId: VANTAGE, slotMs });
      for (const { type, data } of deps.published.slice(before))
        if (type === "health.snapshot-taken.v1") {
          await recordSnapshot(deps, data as SnapshotTaken);
          await learnPerformance(deps, data as SnapshotTaken);
        }
      deps.clock.advance(slotMs + MINUTE_MS - deps.clock.nowMs());
      if (deps.clock.nowMs() % (5 * MINUTE_MS) !== 0) continue;
      const published = deps.published.length;
      await watchSlos(deps, deps.clock.nowMs());
      for (const draft of deps.published.slice(published)) await raiseAlert(deps, asEvent(draft, deps.clock.nowMs()));
    }
  };
  const budgetOf = async (pathId: string, slo: string) =>
    (await listSlos(deps)).slos.find((one) => one.pathId === pathId && one.slo === slo);
  return { deps, world, live, toldOf, sent, budgetOf };
}

const asEvent = ({ type, data, idempotencyKey }: EventDraft, nowMs: number): AlertingEvent =>
  ({ type, id: idempotencyKey, time: new Date(nowMs).toISOString(), data }) as unknown as AlertingEvent;

describe("a promise of weeks is kept by its budget", { timeout: 120_000 }, () => {
  it("a path that fails burns its budget, the page comes once, and ends when it burns no more", async () => {
    const { deps, world, live, toldOf, sent, budgetOf } = anEstateWithSlos({
      periodDays: 28,
      availabilityRatio: 0.9995,
      exceptions: [],
    });
    await live(20);
    expect(sent).toEqual([]);
    const downAtMs = deps.clock.nowMs();
    const fault = world.addFault({ kind: "cut", target: { connectionId: DX } });
    await live(4);
    world.removeFault(fault.id);

    await live(6);

    const [told] = toldOf("slo.burn-rate-exceeded.v1");
    const burning = told?.data as EventData<"slo.burn-rate-exceeded.v1">;
    expect(burning).toMatchObject({ pathId: DX, slo: "availability", severity: "page", rule: { factor: 14.4 } });
    expect(burning.sinceMs - downAtMs).toBeLessThanOrEqual(5 * MINUTE_MS);
    // down after three of its probes, up after two: four minutes of 20.16, to some seconds
    const budget = await budgetOf(DX, "availability");
    expect(budget?.badMinutes).toBeGreaterThan(3.8);
    expect(budget?.badMinutes).toBeLessThan(4.1);
    expect(budget?.remainingRatio).toBeCloseTo(1 - (budget?.badMinutes ?? 0) / 20.16, 9);
    expect(budget?.burning?.severity).toBe("page");
    const others = (await listSlos(deps)).slos.filter(({ pathId }) => pathId !== DX);
    expect(others.every(({ badMinutes, burning: told }) => badMinutes === 0 && told === undefined)).toBe(true);

    await live(60);

    expect(toldOf("slo.burn-rate-exceeded.v1")).toHaveLength(1);
    expect(toldOf("slo.burn-rate-recovered.v1")).toHaveLength(1);
    expect(sent.map(({ action, urgency }) => [action, urgency])).toEqual([
      ["trigger", "page"],
      ["resolve", "page"],
    ]);
    expect(sent[1]?.dedupKey).toBe(sent[0]?.dedupKey);
    console.log([sent[0]?.title, ...(sent[0]?.lines ?? []), sent[1]?.title, ...(sent[1]?.lines ?? [])].join("\n"));
    const { body } = await showMetrics(deps, "");
    expect(body).toMatch(new RegExp(`skylane_path_down_seconds_total\\{path="${DX}",.*\\} 2[34]\\d`));
  });

  it("a path that is slow and never down burns the budget of its latency, and no other", async () => {
    const { world, live, sent, budgetOf } = anEstateWithSlos({
      periodDays: 28,
      availabilityRatio: 0.9995,
      exceptions: [{ pathId: DX, latencyP95Ms: 40 }],
    });
    await live(20);
    world.addFault({ kind: "latency", target: { connectionId: DX }, addedMs: 60 });

    await live(50);

    expect(sent.map(({ title }) => title)).toEqual([expect.stringContaining(`${DX} uses up its latency budget`)]);
    expect((await budgetOf(DX, "latency"))?.badMinutes).toBeGreaterThan(45);
    expect((await budgetOf(DX, "availability"))?.badMinutes).toBe(0);
  });
});

const { call, get, until, untilAllUp, runNow, eventsOf } = runningSkylane({
  seed: SEED,
  configure: (shipped) => `${shipped}\nslos: { latencyP95Ms: 150 }\n`,
  patienceMs: 150_000,
});
const scrape = async (accept?: string) => {
  const answer = await call("GET", "/metrics", undefined, accept === undefined ? {} : { accept });
  return { type: answer.headers.get("content-type"), status: answer.status, body: await answer.text() };
};
const look = (afterMs = 0) => runNow("watch-slos", { scheduledTime: new Date(Date.now() + afterMs).toISOString() });

describe("a Skylane that runs is scraped", { timeout: 400_000 }, () => {
  it("gives metrics in both forms, and Prometheus takes them", async () => {
    await untilAllUp();
    const { type, status, body } = await scrape();
    const open = await scrape("application/openmetrics-text;version=1.0.0,text/plain;q=0.5");

    expect([status, type]).toEqual([200, "text/plain; version=0.0.4; charset=utf-8"]);
    expect(body.match(/^skylane_path_up\{.*\} 1$/gm)?.length).toBeGreaterThan(5);
    expect(body).toContain('skylane_last_discovery_timestamp_seconds{cloud="aws"}');
    expect(open.type).toBe("application/openmetrics-text; version=1.0.0; charset=utf-8");
    expect(open.body.endsWith("# EOF\n")).toBe(true);
    if (whyNoPromtool) return console.log(`not asked: ${whyNoPromtool}`);
    const checked = promtool(["check", "metrics"], body);
    expect(checked.isContent, checked.says).toBe(true);
  });

  it("a link that fails is down in the next scrape, burns its budget, and is told of once, until that is over", async () => {
    const seen = () => scrape().then(({ body }) => body);
    // counted from here on: the first look finds a path that was learnt of
    await until(async () => {
      await look();
      await until(
        async () => expect(await seen()).toContain(`skylane_path_observed_seconds_total{path="${DX}"`),
        8_000,
      );
    });
    const fault = await call("POST", "/lab/faults", { kind: "blackhole", target: { connectionId: DX } });
    const { id } = (await fault.json()) as { id: string };
    await until(async () => expect(await seen()).toMatch(new RegExp(`^skylane_path_up\\{path="${DX}",.*\\} 0$`, "m")));

    await until(async () =>
      expect(await seen()).toMatch(new RegExp(`^skylane_path_down_seconds_total\\{path="${DX}",.*\\} [3-9]\\d`, "m")),
    );
    await look();
    await until(async () => expect(await eventsOf("slo.burn-rate-exceeded.v1")).toHaveLength(1));
    const { slos } = (await get("/v1/slos")) as {
      slos: { pathId: string; burning?: object; remainingRatio: number }[];
    };
    expect(slos[0]).toMatchObject({ pathId: DX, burning: { severity: "page" } });
    expect(slos[0]?.remainingRatio).toBeLessThan(1);

    await call("DELETE", `/lab/faults/${id}`);
    await until(async () => expect(await seen()).toMatch(new RegExp(`^skylane_path_up\\{path="${DX}",.*\\} 1$`, "m")));
    // the look that ends it is one of six hours later: no window that pages reaches back to the fault
    await look(6.5 * 60 * MINUTE_MS);
    await until(async () => expect(await eventsOf("slo.burn-rate-recovered.v1")).toHaveLength(1));
    expect(await eventsOf("slo.burn-rate-exceeded.v1")).toHaveLength(1);
  });
});
