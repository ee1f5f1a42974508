import type { PathDetail, PathMinute } from "@skylane/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { answeredRatio, seriesOf, shownFromMs, stateSpans, vantagesOf } from "./series.ts";

const minute = (atMs: number, more: object = {}) =>
  ({ vantageId: "v1", atMs, state: "up", sentCount: 50, lostCount: 1, rttP50Ms: 10, ...more }) as PathMinute;
const change = (sinceMs: number, from: string, to: string, vantageId = "v1") =>
  ({ pathId: "dx", vantageId, from, to, because: `it was ${to}`, sinceMs, epoch: 1 }) as PathDetail["changes"][number];

describe("dashboard/paths/series", () => {
  it("puts minutes into columns of one length, and draws no line over a hole", () => {
    const series = seriesOf([minute(60_000), minute(120_000), minute(600_000, { rttP50Ms: undefined })], "v1");

    expect(series.timesS).toEqual([60, 120, 180, 600]);
    expect(series.rttP50Ms).toEqual([10, 10, null, null]);
    expect(series.lossPercent).toEqual([2, 2, null, 2]);
  });

  it("says nothing of loss where bursts were not counted", () => {
    expect(seriesOf([minute(1, { sentCount: undefined, lostCount: undefined })], "v1").lossPercent).toEqual([null]);
  });

  it("names first who saw most", () => {
    expect(vantagesOf([minute(1), minute(2, { vantageId: "v2" }), minute(3, { vantageId: "v2" })])).toEqual([
      "v2",
      "v1",
    ]);
  });

  it("covers all of the time with states, whatever changes there were", () => {
    const changes = fc.array(
      fc.record({ sinceMs: fc.integer({ min: -500, max: 2_000 }), to: fc.constantFrom("up", "down", "degraded") }),
    );
    fc.assert(
      fc.property(changes, (found) => {
        const sorted = found
          .toSorted((a, b) => a.sinceMs - b.sinceMs)
          .map(({ sinceMs, to }) => change(sinceMs, "up", to));
        const spans = stateSpans({ changes: sorted, minutes: [], fromMs: 0, atMs: 1_000 }, "v1");

        expect(spans[0]?.fromMs).toBe(0);
        expect(spans.at(-1)?.toMs).toBe(1_000);
        for (const [i, span] of spans.entries()) {
          expect(span.toMs).toBeGreaterThan(span.fromMs);
          if (i > 0) expect(span.fromMs).toBe(spans[i - 1]?.toMs);
        }
      }),
    );
  });

  it("takes the state before the first change from that change, and else from what was seen", () => {
    const asked = { minutes: [minute(10, { state: "degraded" })], fromMs: 0, atMs: 100 };

    expect(stateSpans({ ...asked, changes: [change(40, "up", "down")] }, "v1")).toEqual([
      { state: "up", fromMs: 0, toMs: 40 },
      { state: "down", fromMs: 40, toMs: 100, because: "it was down" },
    ]);
    expect(stateSpans({ ...asked, changes: [change(40, "up", "down", "v2")] }, "v1")).toEqual([
      { state: "degraded", fromMs: 0, toMs: 100 },
    ]);
    expect(stateSpans({ changes: [], minutes: [], fromMs: 0, atMs: 100 }, "v1")).toMatchObject([{ state: "unknown" }]);
  });

  it("counts a slow path as answering, and says nothing of no day", () => {
    const day = { day: 1, sentCount: 1, lostCount: 0, upMinutes: 80, degradedMinutes: 10, downMinutes: 10 };

    expect(answeredRatio([day])).toBe(0.9);
    expect(answeredRatio([])).toBeUndefined();
  });

  it("shows from where something is known, ten minutes at least, and never more than was asked for", () => {
    const asked = { fromMs: 0, atMs: 3_600_000, changes: [] };

    expect(shownFromMs({ ...asked, minutes: [] })).toBe(3_000_000);
    expect(shownFromMs({ ...asked, minutes: [minute(1_230_000)] })).toBe(1_200_000);
    expect(shownFromMs({ ...asked, minutes: [minute(10)] })).toBe(0);
  });
});
