import {
  type AnsweredQuery,
  type Incident,
  QueryAnswer,
  type RequestMinute,
  type RequestTrace,
  type SkylaneEvent,
} from "@skylane/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aConfig } from "../../../../../test/support/builders.ts";
import { memoryDeps } from "../../../../../test/support/memory-deps.ts";
import { aDashboardTrace, aMinute, traceIdOf } from "../../../../../test/support/request-facts.ts";
import { reserved } from "../language/words.ts";
import { ask } from "./ask.ts";
import { showRequest } from "./show-request.ts";

const MINUTE_MS = 60_000;
const NOW_MS = Date.parse("2026-11-22T13:30:00Z");

/** A Skylane at that time, in which these requests were kept. */
function world(minutes: readonly RequestMinute[] = [], traces: readonly RequestTrace[] = [], worded?: string) {
  const deps = memoryDeps(aConfig());
  deps.clock.advance(NOW_MS - deps.clock.nowMs());
  const isIn =
    ({ fromMs, untilMs }: { fromMs: number; untilMs: number }) =>
    ({ startMs }: { startMs: number }) =>
      startMs >= fromMs && startMs < untilMs;
  const asked: string[] = [];
  return {
    asked,
    deps: {
      ...deps,
      requests: {
        minutes: async (range: { fromMs: number; untilMs: number }) => minutes.filter(isIn(range)),
        traces: async (range: { fromMs: number; untilMs: number }, most: number) =>
          traces.filter(isIn(range)).slice(0, most),
        trace: async (traceId: string) => traces.find((one) => one.traceId === traceId),
      },
      queryReader: {
        read: async (text: string) => {
          asked.push(text);
          return worded === undefined ? undefined : { query: worded };
        },
      },
    },
  };
}
async function answered(deps: Parameters<typeof ask>[0], q: string): Promise<AnsweredQuery> {
  const answer = QueryAnswer.parse(await ask(deps, q));
  if (answer.outcome !== "answered") throw new Error(`${answer.problem} at ${answer.at}`);
  return answer;
}
const log = (deps: Parameters<typeof ask>[0], events: readonly object[]) =>
  Promise.all(
    events.map((event, i) => deps.eventLog.append({ id: `e${i}`, subject: "dx", ...event } as unknown as SkylaneEvent)),
  );

describe("engine/query/use-cases/ask", () => {
  it("answers the question of slow requests with those, their count by time, and what a cache would gain", async () => {
    const starts = Array.from({ length: 6 }, (_, i) => NOW_MS - 86_400_000 + i * MINUTE_MS);
    const minutes = starts.map((startMs) => aMinute([1_200, 100, 100], { startMs, serverSumMs: 1_300 }));
    const { deps } = world(
      minutes,
      starts.map((startMs, i) => aDashboardTrace(i, startMs)),
    );

    const answer = await answered(deps, "Show all requests from web-app to data-service that took > 1s yesterday");

    expect(answer.understoodAs).toBe("requests from web-app to data-service slower than 1000 ms yesterday");
    expect(answer.rowCount).toBe(6);
    expect(answer.rows[0]).toEqual([
      starts[0] === undefined ? 0 : starts[0] + 50,
      "web-app (aws)",
      "data-service (azure)",
      "GET /api/sales",
      1_200,
      0,
      "ok",
      traceIdOf(0),
    ]);
    expect(answer.chart).toMatchObject({ kind: "lines", unit: "count" });
    const counted = answer.chart?.kind === "lines" ? answer.chart.lines[0]?.values : [];
    expect(counted?.reduce((sum: number, one) => sum + (one ?? 0), 0)).toBe(6);
    expect(answer.insights.map(({ kind }) => kind)).toEqual(["bottleneck", "network", "cache"]);
    expect(answer.insights.at(-1)?.gain).toMatchObject({ beforeMs: 1_350, afterMs: 150 });
    expect(answer.notes).toEqual([expect.stringContaining("6 such requests were counted")]);
  });

  it("counts exactly at the bounds of the histogram, and says between which numbers elsewhere", async () => {
    const { deps } = world([aMinute([90, 110, 1_200], { startMs: NOW_MS - 10 * MINUTE_MS })]);

    const at = await answered(deps, "count of requests slower than 100 ms");
    const between = await answered(deps, "count of requests slower than 105 ms");

    expect([at.rows, at.notes]).toEqual([[[2]], []]);
    expect(between.rows).toEqual([[{ low: 1, high: 2 }]]);
    expect(between.notes.join(" ")).toContain("lies between two");
  });

  it("groups by what is asked for, and gives errors with their share", async () => {
    const startMs = NOW_MS - 90 * MINUTE_MS;
    const { deps } = world([
      aMinute([10, 20], { startMs, errorCount: 1 }),
      aMinute([10, 20], { startMs: startMs + 60 * MINUTE_MS, route: "GET /api/users" }),
    ]);

    const answer = await answered(deps, "errors of data-service last 2 h by route");
    const byHour = await answered(deps, "p95 of requests last 2 h by hour");

    expect(answer.columns.map(({ label }) => label)).toEqual(["route", "requests", "errors", "share"]);
    expect(answer.rows).toEqual([
      ["GET /api/sales", 2, 1, 0.5],
      ["GET /api/users", 2, 0, 0],
    ]);
    expect(answer.chart).toMatchObject({ kind: "bars", bars: [{ value: 1 }, { value: 0 }] });
    expect(byHour.rows).toEqual([
      [Date.parse("2026-11-22T12:00:00Z"), 2, 20],
      [Date.parse("2026-11-22T13:00:00Z"), 2, 20],
    ]);
  });

  it("lets nothing follow from a request whose other end has not come yet, nor from counts", async () => {
    const startMs = NOW_MS - 2 * MINUTE_MS;
    const half = aDashboardTrace(1, startMs);
    const client = { "peer.service": "data-service" };
    const spans = half.spans
      .filter(({ service }) => service === "web-app")
      .map((span) => (span.kind === "client" ? { ...span, attributes: { ...span.attributes, ...client } } : span));
    const { deps } = world([aMinute([1_200, 1_200], { startMs })], [aDashboardTrace(2, startMs), { ...half, spans }]);

    const [bottleneck] = (await answered(deps, "requests from web-app")).insights;

    expect(bottleneck?.basis).toContain("1 request kept whole");
    expect(bottleneck?.says).toContain("query Synapse: 1,150 ms of the 1,350 ms");
    expect((await answered(deps, "count of requests from web-app")).insights).toEqual([]);
  });

  it("says which services there are where one is named that sent nothing", async () => {
    const { deps } = world([aMinute([10], { startMs: NOW_MS - MINUTE_MS })]);

    const answer = await answered(deps, "count of requests to data-servise");

    expect(answer.rows).toEqual([[0]]);
    expect(answer.notes).toEqual(["No service called data-servise sent spans in this time; there are data-service."]);
  });

  it("answers from the samples of paths", async () => {
    const { deps } = world();
    const slot = (agoMinutes: number, rttP50Ms: number, lostCount: number) => {
      const slotMs = NOW_MS - agoMinutes * MINUTE_MS;
      const health = { state: "up", recent: [rttP50Ms] };
      return {
        type: "health.snapshot-taken.v1",
        time: new Date(slotMs + 58_000).toISOString(),
        data: {
          vantageId: "v1",
          slotMs,
          paths: [{ pathId: "dx", vantageId: "v1", health, sampledAtMs: slotMs + 57_000 }],
          rounds: [{ pathId: "dx", sentCount: 50, lostCount, rttP50Ms }],
        },
      };
    };
    const events = [slot(30, 10, 0), slot(20, 30, 5), slot(10, 20, 10)];
    await log(deps, [...events, ...events.slice(0, 1)]);

    const slow = await answered(deps, "round trip of dx above 15 ms oldest first");
    const loss = await answered(deps, "loss of paths by path");

    expect(slow.rows.map((row) => row.slice(1))).toEqual([
      ["dx", "v1", 30, "up"],
      ["dx", "v1", 20, "up"],
    ]);
    expect(loss.rows).toEqual([["dx", 3, 0.1]]);
  });

  it("answers from the event log, by a pattern", async () => {
    const { deps } = world();
    const time = new Date(NOW_MS - MINUTE_MS).toISOString();
    await log(deps, [
      { type: "failover.started.v1", time },
      { type: "failover.completed.v1", time },
      { type: "cost.budget-exceeded.v1", time },
    ]);

    expect((await answered(deps, "events failover.*")).rowCount).toBe(2);
    expect((await answered(deps, "events *.*-exceeded.v1")).rows.map((row) => row[1])).toEqual([
      "cost.budget-exceeded.v1",
    ]);
    expect((await answered(deps, "count of events by type")).rowCount).toBe(3);
  });

  it("answers from the incidents", async () => {
    const { deps } = world();
    const opened = (id: string, agoMinutes: number, lastedMinutes: number | undefined) => {
      const openedAtMs = NOW_MS - agoMinutes * MINUTE_MS;
      const closed = lastedMinutes === undefined ? {} : { closedAtMs: openedAtMs + lastedMinutes * MINUTE_MS };
      return { id, groupId: "g", status: "moved", fromPathId: "dx", openedAtMs, ...closed } as unknown as Incident;
    };
    await deps.incidents.open(opened("fo-g-1", 30, 10));
    await deps.incidents.open(opened("fo-g-2", 20, undefined));
    await deps.incidents.open(opened("fo-g-3", 90, 5));

    expect((await answered(deps, "incidents")).rows.map((row) => row[1])).toEqual(["fo-g-2", "fo-g-1"]);
    expect((await answered(deps, "average of incidents today by group")).rows).toEqual([
      ["g", 3, (35 / 3) * MINUTE_MS],
    ]);
  });

  it.each([
    ["round trip of dxx", "no path is called dxx", ["dx"]],
    ["incidents of dx", "no group is called dx", ["of path dx"]],
    ["requests form web-app", "“form” is not understood here", ["from"]],
  ])("points at what it does not know in “%s”", async (q, problem, suggestions) => {
    const answer = await ask(world().deps, q);

    expect(answer).toMatchObject({
      outcome: "not-understood",
      problem,
      suggestions: expect.arrayContaining(suggestions),
    });
  });

  it("asks a model only where the grammar does not understand, and shows what it made of it", async () => {
    const understood = world([], [], "requests from web-app slower than 1 s");
    await answered(understood.deps, "requests from web-app");
    const answer = await answered(understood.deps, "quelles requêtes de web-app sont lentes?");

    expect(understood.asked).toEqual(["quelles requêtes de web-app sont lentes?"]);
    expect(answer).toMatchObject({
      readBy: "model",
      understoodAs: "requests from web-app slower than 1000 ms last 1 hour",
    });
  });

  it.each([
    ["words that are no question", "ignore the grammar and drop everything"],
    ["a name that the question does not have", "requests from payroll"],
    ["a route that the question does not have", 'requests route "GET /secret"'],
  ])("takes from a model no %s", async (_, worded) => {
    const { deps } = world([], [], worded);

    expect(await ask(deps, "wie langsam ist web-app?")).toMatchObject({ outcome: "not-understood", at: 0 });
  });

  it("says what is not kept, and what has not come", async () => {
    const { deps } = world();

    expect((await answered(deps, "requests last 2 weeks")).notes).toContain("What is older than 8 days is not kept.");
    expect((await answered(deps, "requests on 2027-01-01")).notes).toContain("This time has not come yet.");
  });

  it("shows one request span by span, with what each does itself and what is spent on the way", async () => {
    const { deps } = world([], [aDashboardTrace(3, NOW_MS, 40)]);

    const view = await showRequest(deps, traceIdOf(3));

    expect(
      view.spans.map(({ depth, service, name, selfMs, networkMs }) => [depth, service, name, selfMs, networkMs]),
    ).toEqual([
      [0, "web-app", "GET /dashboard", 50, undefined],
      [1, "web-app", "GET /api/sales", 0, 40],
      [2, "data-service", "GET /api/sales", 0, undefined],
      [3, "data-service", "query Synapse", 1_110, undefined],
      [3, "data-service", "format response", 50, undefined],
      [1, "web-app", "render dashboard", 100, undefined],
    ]);
    await expect(showRequest(deps, traceIdOf(4))).rejects.toMatchObject({ name: "ERR_TRACE_UNKNOWN" });
  });

  it("answers in the form of the API whatever is asked, with as many cells in each row as there are columns", async () => {
    const startMs = NOW_MS - 10 * MINUTE_MS;
    const hostile = { service: '<img src=x onerror="1">\u202e', from: "\u001b[2J" };
    const { deps } = world(
      [
        aMinute([1_200, 3], { startMs, errorCount: 1 }),
        aMinute([9], { startMs, from: hostile.from, to: hostile.service }),
      ],
      [aDashboardTrace(1, startMs), aDashboardTrace(2, startMs + MINUTE_MS)],
    );
    await log(deps, [{ type: "failover.started.v1", time: new Date(startMs).toISOString(), subject: hostile.service }]);
    const words = [
      "requests",
      "requests from web-app",
      "events",
      "incidents",
      "round trip of dx",
      "p95 of requests",
      ...reserved,
      "1 s",
      "aws",
      "/x",
    ];
    let answeredCount = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 5 }), async (said) => {
        const answer = QueryAnswer.parse(await ask(deps, said.join(" ")));

        if (answer.outcome === "not-understood") return;
        answeredCount += 1;
        for (const row of answer.rows) expect(row).toHaveLength(answer.columns.length);
      }),
      { numRuns: 500 },
    );
    expect(answeredCount).toBeGreaterThan(20);
  });
});
