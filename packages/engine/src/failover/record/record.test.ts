import { type Connection, type Incident, IncidentRecord, type SkylaneEvent } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { anAlarm } from "../../../../../test/support/alarms.ts";
import { aConfig } from "../../../../../test/support/builders.ts";
import { incidentOf, recordSources } from "../../../../../test/support/incident-record.ts";
import { memoryDeps } from "../../../../../test/support/memory-deps.ts";
import { wordAlert } from "../../alerts/index.ts";
import { recordMarkdown, recordThread, showIncidentRecord } from "./index.ts";
import { moveCost } from "./move-cost.ts";
import { writeRecord } from "./write-record.ts";

const price = (kind: Connection["kind"]): number | undefined => ({ "direct-connect": 0.02, vpn: 0.09 })[kind as string];

describe("engine/failover/record", () => {
  it("gathers timeline, evidence, decision, calls and proof of a move, to the millisecond", async () => {
    const sources = await recordSources();
    const record = writeRecord(sources);
    const { openedAtMs } = sources.incident;

    expect(IncidentRecord.parse(record)).toEqual(record);
    expect(record.timeline.map(({ atMs }) => atMs)).toEqual(
      [...record.timeline.map(({ atMs }) => atMs)].sort((a, b) => a - b),
    );
    expect(record.timeline.map(({ what }) => what)).toEqual(
      expect.arrayContaining(["v1 sees dx down: 3 probes in a row unanswered", "guards passed: switch"]),
    );
    const dx = record.evidence.find(({ pathId }) => (pathId as string) === "dx");
    expect(
      dx?.samples.filter(({ atMs }) => atMs > openedAtMs - 5_000 && atMs <= openedAtMs).map(({ outcome }) => outcome),
    ).toEqual(["answered", "answered", "lost", "lost", "lost"]);
    expect(record.decision).toEqual({ kind: "switch", says: "guards passed: switch" });
    expect(record.calls).toMatchObject([
      { change: { id: "g:cloud:10.9.0.0/16" }, before: { state: null }, readBack: "shown" },
      { change: { id: "g:site:10.1.0.0/16" }, before: { state: { hop: "dx" } }, readBack: "shown" },
    ]);
    expect(record.loss).toMatchObject({
      fromMs: openedAtMs - 2_000,
      toMs: openedAtMs + 1_400,
      lostCount: 4,
      missingCount: 0,
    });
  });

  it("lists what the clouds said of the group's paths, once each, and makes no markup of it", async () => {
    const sources = await recordSources();
    const { openedAtMs } = sources.incident;
    const told = (id: string, atMs: number, more: Parameters<typeof anAlarm>[0] = {}) =>
      ({
        type: "alarm.raised.v1",
        id,
        time: "2026-11-20T22:00:00.000Z",
        data: anAlarm({ atMs, ...more }),
      }) as SkylaneEvent;
    const name = "**dx** [is](http://x) down | <b>act now</b>";
    const events = [
      ...sources.events,
      told("2", openedAtMs + 9_000, { isRaised: false }),
      told("1", openedAtMs + 4_000, { name }),
      told("1", openedAtMs + 4_000, { name }),
      told("3", openedAtMs, { connectionIds: [] }),
    ];
    const record = writeRecord({ ...sources, events });
    const [thread] = recordThread(record).filter(({ title }) => title === "What the clouds said");

    expect(IncidentRecord.parse(record).alarms).toMatchObject([
      { atMs: openedAtMs + 4_000, pathIds: ["dx"], cloud: "aws", kind: "link-down", isRaised: true, name },
      { atMs: openedAtMs + 9_000, isRaised: false },
    ]);
    expect(recordMarkdown(record)).toContain(
      "| +4.000 s | dx | link\\-down raised | aws | \\*\\*dx\\*\\* \\[is\\]\\(http\\://x\\) down \\| &lt;b&gt;act now&lt;/b&gt; | dxcon\\-1 |",
    );
    expect(thread?.lines).toEqual([
      `4.0 s: aws raised link-down on dx (${name})`,
      "9.0 s: aws cleared link-down on dx (dx is down)",
    ]);
  });

  it("bears the key that the alerts of the incident bear", async () => {
    const { incident } = await recordSources();
    const alert = wordAlert({
      type: "failover.refused.v1",
      id: "e",
      time: "2026-11-20T22:00:00.000Z",
      data: { incidentId: incident.id, groupId: "g", fromPathId: "dx", rule: "", reason: "", isPage: true },
    } as unknown as Parameters<typeof wordAlert>[0]);

    expect(writeRecord(await recordSources()).dedupKey).toBe(alert?.dedupKey);
  });

  it("names the rule that held a move, and shows no calls", async () => {
    const sources = await recordSources();
    const { proof: _, ...unproven } = incidentOf();
    const incident = {
      ...unproven,
      status: "refused" as const,
      preImages: [],
      timeline: [{ atMs: sources.incident.openedAtMs, what: "held: dx is down, vpn is down" }],
    };
    const refused = {
      type: "failover.refused.v1",
      time: "2026-11-20T22:00:00.000Z",
      data: { incidentId: incident.id, rule: "both-paths-bad" },
    } as unknown as SkylaneEvent;
    const record = writeRecord({ ...sources, incident, events: [...sources.events, refused] });

    expect(record.decision).toEqual({ kind: "hold", rule: "both-paths-bad", says: "held: dx is down, vpn is down" });
    expect(record.calls).toEqual([]);
    expect(record.loss).toMatchObject({ lostCount: 9, missingCount: 19 });
    expect(recordMarkdown(record)).toContain("(rule **both\\-paths\\-bad**)");
    expect(recordMarkdown(record)).toContain("Traffic was not proven anywhere.");
  });

  it("shows no changes of a plan that is not the incident's, and says so", async () => {
    const sources = await recordSources();
    const record = writeRecord({ ...sources, plan: sources.plan && { ...sources.plan, hash: "another1" } });

    expect(record).toMatchObject({ calls: [], isPlanKnown: false });
    expect(recordMarkdown(record)).toContain("not stored any more; 2 routes were read before the first write");
  });

  it("prices the move by the flows whose volume and prices are known, and names the others", () => {
    const config = aConfig((raw) => ({
      ...raw,
      flows: raw.flows.map((flow) => (flow.id === "orders" ? { ...flow, monthlyGb: 730, replyMonthlyGb: 73 } : flow)),
    }));
    const cost = moveCost(incidentOf(), config, price);
    const unknown = moveCost(incidentOf(), config, (kind) => (kind === "vpn" ? undefined : 0.02));

    expect(cost.extraDailyUsd).toBeCloseTo((803 / (730 / 24)) * 0.07, 6);
    expect(cost.unknownFlowIds).toEqual(["batch"]);
    expect(unknown).not.toHaveProperty("extraDailyUsd");
    expect(unknown.unknownFlowIds).toEqual(["orders", "batch"]);
  });

  it("lets no name from outside become markup, in the document or in the thread", async () => {
    const sources = await recordSources();
    const hostile = "<b>[x](http://evil.example)|`@here`\n# big\u202e";
    const timeline: Incident["timeline"] = [{ atMs: sources.incident.openedAtMs, what: hostile }];
    const record = writeRecord({ ...sources, incident: { ...sources.incident, timeline } });
    const markdown = recordMarkdown(record);

    expect(markdown).not.toMatch(/<b>|\]\(http|@here|^# big|\u202e/m);
    for (const { title, lines } of recordThread(record)) expect([title, ...lines].join("")).not.toMatch(/[\n\u202e]/);
  });

  it("tells the thread in a few short messages, the first of which says how it stands", async () => {
    const [first, ...others] = recordThread(writeRecord(await recordSources()));

    expect(first?.title).toBe("g: incident fo-g-3 is moved");
    expect(others.map(({ title }) => title)).toEqual([
      "What happened",
      "What was changed",
      "What it cost",
      "What happens next",
    ]);
  });

  it("reads the log around the incident, page by page, and is complete without it", async () => {
    const { incident, plan, config, events } = await recordSources();
    const deps = memoryDeps(config);
    await deps.incidents.save(incident);
    if (plan) await deps.plans.save(plan);
    const asked: (string | undefined)[] = [];
    const keyed = events.map((event, i) => ({ key: `${i}`, event }));
    const eventLog = {
      append: async () => undefined,
      list: async (after: string | undefined, limitCount: number) => {
        asked.push(after);
        const from = after?.includes("|") ? 0 : Number(after) + 1;
        return Array.from({ length: limitCount }, (_, i) => keyed[(from + i) % keyed.length] as (typeof keyed)[number]);
      },
    };

    expect((await showIncidentRecord({ ...deps, eventLog }, incident.id)).evidence.length).toBeGreaterThan(0);
    expect(asked[0]).toBe(`2023-11-14T22|${new Date(incident.openedAtMs - 180_000).toISOString()}`);
    expect(asked.length).toBeLessThanOrEqual(20);
    expect(await showIncidentRecord(deps, incident.id)).toMatchObject({
      evidence: [],
      timeline: incident.timeline.map(({ what }) => ({ what })),
    });
    await expect(showIncidentRecord(deps, "fo-none-1")).rejects.toMatchObject({ name: "ERR_INCIDENT_MISSING" });
  });
});
