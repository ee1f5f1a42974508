import { isoWeekOf, type SpanBatch, startOfWeek, WeekReport } from "@skylane/core";
import { beforeEach, describe, expect, it } from "vitest";
import { aConfig } from "../../../../../test/support/builders.ts";
import { incidentOf } from "../../../../../test/support/incident-record.ts";
import { type MemoryDeps, memoryDeps } from "../../../../../test/support/memory-deps.ts";
import { lostBetween, recordedPast } from "../../../../../test/support/recorded-past.ts";
import { readStatus } from "./read-status.ts";
import { tellWeek } from "./tell-week.ts";
import { showWeekReport } from "./write-week.ts";

const DAY_MS = 86_400_000;
/** The incident that is recorded: its probes are real ones, on a virtual clock. */
const incident = incidentOf();
const week = isoWeekOf(incident.openedAtMs);
const fromMs = startOfWeek(week);
const config = (more: object = {}) =>
  aConfig((raw) => ({ ...raw, slos: { rtoMs: "5 seconds" }, alerts: { slack: { webhookSecret: "hook" } }, ...more }));

let deps: MemoryDeps & { sent: { title: string; lines: readonly string[] }[] };
beforeEach(async () => {
  const sent: (typeof deps)["sent"] = [];
  const channel = (name: string) => ({
    name,
    send: async (alert: (typeof sent)[number]) => {
      sent.push(alert);
      return { outcome: "delivered" as const };
    },
  });
  deps = Object.assign(memoryDeps(config()), { channels: [channel("slack"), channel("pagerduty")], sent });
  const { events } = await recordedPast(deps.config, { minutes: 4, isLost: lostBetween("dx", 170_000, 200_000) });
  for (const event of events) await deps.eventLog.append(event);
  await deps.incidents.open(incident);
  // Monday after it, eight in the morning
  deps.clock.advance(fromMs + 7 * DAY_MS + DAY_MS / 3 - deps.clock.nowMs());
});

describe("engine/report/use-cases/write-week", () => {
  it("writes the last week that is over, with what its probes lost until traffic was proven", async () => {
    const report = await showWeekReport(deps, undefined);

    expect(WeekReport.parse(report)).toEqual(report);
    expect(report).toMatchObject({ week, isWhole: true, incidents: [{ id: "fo-g-3", cause: "dx turned down" }] });
    const [move] = report.recovery.moves;
    expect(move).toMatchObject({ incidentId: "fo-g-3", isFromFirstBadProbe: true, objectiveMs: 5_000 });
    // three probes a second apart, the last of which gave the verdict
    expect(move?.phasesMs.detection).toBeGreaterThan(1_000);
    expect(move?.phasesMs.detection).toBeLessThan(4_000);
    expect(move?.rtoMs).toBe((move?.phasesMs.detection ?? 0) + 1_400);
    expect(move?.probes?.lostCount).toBeGreaterThanOrEqual(3);
    expect(report.recovery).toMatchObject({ judgedCount: 1, withinCount: 1 });
    expect(report.availability.groups).toEqual([
      {
        groupId: "g",
        incidentCount: 1,
        outageMs: move?.rtoMs,
        availabilityRatio: 1 - (move?.rtoMs ?? 0) / (7 * DAY_MS),
      },
    ]);
  });

  it("tells change and proof apart where the trace is kept", async () => {
    const at = incident.openedAtMs;
    const span = (name: string, startMs: number, durationMs: number) => ({ name, startMs, durationMs });
    const spans = [
      span("check-guards", at + 10, 190),
      span("apply-change", at + 260, 300),
      span("prove-traffic", at + 700, 600),
    ];
    await deps.traces.keep("fo-g-3", { spans, droppedCount: 0 } as unknown as SpanBatch);

    const { recovery } = await showWeekReport(deps, week);

    expect(recovery.moves[0]?.phasesMs).toMatchObject({ decision: 200, change: 360, proof: 840 });
  });

  it("of the week that runs says that it is not over, and refuses one to come", async () => {
    const report = await showWeekReport(deps, isoWeekOf(deps.clock.nowMs()));

    expect(report).toMatchObject({ isWhole: false, incidents: [] });
    await expect(showWeekReport(deps, isoWeekOf(deps.clock.nowMs() + 7 * DAY_MS))).rejects.toMatchObject({
      code: "ERR_REQUEST_INVALID",
    });
  });

  it("what was kept on Monday stays, whatever is forgotten since", async () => {
    const { week: told } = await tellWeek(deps);
    const kept = await showWeekReport(deps, told);
    deps.incidentById.clear();
    deps.clock.advance(40 * DAY_MS);

    expect(await showWeekReport(deps, told)).toEqual(kept);
    expect(kept.incidents).toHaveLength(1);
  });

  it("is told in Slack once, and nobody is paged", async () => {
    expect(await tellWeek(deps)).toEqual({ week, isTold: true });
    await tellWeek(deps);

    expect(deps.sent.map(({ title }) => title)).toEqual([`test, week ${week}: 1 failover, 2 things for people`]);
    expect(deps.sent[0]?.lines.at(-1)).toBe(`the whole report: skylane report week --week ${week}`);
  });

  it("where no Slack is configured it is kept, and told to nobody", async () => {
    const silent = Object.assign(deps, { config: config({ alerts: {} }) });

    expect(await tellWeek(silent)).toEqual({ week, isTold: false });
    expect(await deps.weekReports.find(week)).toBeDefined();
    expect(deps.sent).toEqual([]);
  });
});

describe("engine/report/use-cases/read-status", () => {
  it("reads what was opened in the days it shows, and what is away since before them", async () => {
    const status = { components: [{ name: "Shop", groupIds: ["g"] }] };
    const shown = Object.assign(deps, { config: config({ status }) });
    const fromMs: number[] = [];
    const incidents = {
      ...shown.incidents,
      listSince: (ms: number) => {
        fromMs.push(ms);
        return deps.incidents.listSince(ms);
      },
    };
    deps.clock.advance(200 * DAY_MS);
    await deps.incidents.save(incidentOf({ status: "open", timeline: [] }));

    const view = await readStatus({ ...shown, incidents });

    expect(view.incidents).toMatchObject([{ stage: "investigating", startedAtMs: incident.openedAtMs }]);
    expect(fromMs).toHaveLength(1);
    expect(deps.clock.nowMs() - (fromMs[0] ?? 0)).toBeLessThan(91 * DAY_MS);
  });

  it("shows the components of the configuration, and says what to do where there are none", async () => {
    const status = { components: [{ name: "Shop", groupIds: ["g"] }] };

    const view = await readStatus(Object.assign(memoryDeps(config({ status })), {}));

    expect(view).toMatchObject({ title: "Network status", components: [{ name: "Shop", level: "unknown" }] });
    expect(view.incidents).toEqual([]);
    await expect(readStatus(deps)).rejects.toMatchObject({ code: "ERR_ROUTE_MISSING" });
  });
});
