import type { PathHealth, SkylaneEvent } from "@skylane/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pathHistory } from "./path-history.ts";

const health = (more: Partial<PathHealth> = {}) => ({
  state: "up",
  sinceMs: 0,
  epoch: 1,
  learning: [],
  recent: [10, null, 14, 11],
  failuresInRowCount: 0,
  successesInRowCount: 3,
  blindInRowCount: 0,
  ...more,
});
const snapshot = (slotMs: number, { rounds = true, sampledAtMs = slotMs + 57_000, vantageId = "v1" } = {}) =>
  ({
    type: "health.snapshot-taken.v1",
    data: {
      vantageId,
      slotMs,
      sampleCount: 58,
      lostCount: 1,
      paths: [
        { pathId: "dx", vantageId, health: health({ baselineRttMs: 9 }), sampledAtMs },
        { pathId: "vpn", vantageId, health: health(), sampledAtMs },
      ],
      ...(rounds && { rounds: [{ pathId: "dx", sentCount: 58, lostCount: 1, rttP50Ms: 10.5 }] }),
    },
  }) as unknown as SkylaneEvent;
const change = (sinceMs: number, epoch: number, pathId = "dx") =>
  ({
    type: "health.path-state-changed.v1",
    data: { pathId, vantageId: "v1", from: "up", to: "down", because: "lost", sinceMs, epoch },
  }) as unknown as SkylaneEvent;

describe("engine/paths/show/path-history", () => {
  it("tells a minute by its whole burst, and its spread by the samples that are kept", () => {
    expect(pathHistory([snapshot(60_000)], "dx", 0).minutes).toEqual([
      {
        vantageId: "v1",
        atMs: 117_000,
        state: "up",
        baselineRttMs: 9,
        sentCount: 58,
        lostCount: 1,
        rttP50Ms: 10.5,
        rttLowMs: 10,
        rttHighMs: 14,
        jitterMs: 3.5,
      },
    ]);
  });

  it("says nothing of a burst that an older version did not record", () => {
    const [minute] = pathHistory([snapshot(60_000, { rounds: false })], "dx", 0).minutes;

    expect(minute).not.toHaveProperty("sentCount");
    expect(minute).toMatchObject({ rttLowMs: 10, jitterMs: 3.5 });
  });

  it("does not show again what an earlier minute saw, nor what was before the time asked for", () => {
    const stale = snapshot(120_000, { sampledAtMs: 117_000 });

    expect(pathHistory([snapshot(60_000), stale, change(10, 1)], "dx", 60_000)).toMatchObject({
      minutes: [{ atMs: 117_000 }],
      changes: [],
    });
  });

  it("is the same in whatever order events come, and however often", () => {
    const events = [
      snapshot(60_000),
      snapshot(120_000),
      snapshot(120_000, { vantageId: "v2" }),
      change(70_000, 2),
      change(90_000, 3),
      change(80_000, 1, "vpn"),
    ];
    const told = pathHistory(events, "dx", 0);

    expect(told.changes.map(({ epoch }) => epoch)).toEqual([2, 3]);
    expect(told.minutes).toHaveLength(3);
    fc.assert(
      fc.property(fc.shuffledSubarray([...events, ...events], { minLength: 12 }), (shuffled) => {
        expect(pathHistory(shuffled, "dx", 0)).toEqual(told);
      }),
    );
  });
});
