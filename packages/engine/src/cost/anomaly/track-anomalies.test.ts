import type { CostAnomaly } from "@skylane/core";
import { CostAnomaly as CostAnomalySchema } from "@skylane/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CostFinding } from "./finding.ts";
import { rulesFor, severityOf, trackAnomalies } from "./track-anomalies.ts";

const HOUR = 3_600_000;
const NOW = Date.UTC(2026, 9, 1);

const aFinding = (more: Partial<CostFinding> = {}): CostFinding => ({
  scope: { kind: "flow", id: "a" },
  beganAtMs: NOW - HOUR,
  detectors: ["seasonal"],
  observedUsdPerHour: 5,
  expectedUsdPerHour: 1,
  usdPerDay: 96,
  usdSoFar: 4,
  cause: "runaway",
  evidence: ["$5 an hour where $1 is expected"],
  flowIds: ["a"],
  connectionIds: ["dx"],
  ...more,
});
const first = (found: readonly CostFinding[], nowMs = NOW): readonly CostAnomaly[] =>
  trackAnomalies([], found, nowMs).put;
const after = (known: readonly CostAnomaly[], put: readonly CostAnomaly[]): readonly CostAnomaly[] => [
  ...known.filter(({ id }) => put.every((one) => one.id !== id)),
  ...put,
];

describe("engine/cost/anomaly/track-anomalies", () => {
  it("opens what is new, in the form that is kept, and tells it once", () => {
    const { put, told } = trackAnomalies([], [aFinding()], NOW);

    expect(put.map((one) => CostAnomalySchema.parse(one))).toEqual(put);
    expect(told).toEqual(put);
    expect(trackAnomalies(put, [aFinding()], NOW + HOUR / 2).told).toEqual([]);
  });

  it("tells again what is half as much again, measured by what was told, not by the look before", () => {
    let known = first([aFinding()]);
    const toldAt: number[] = [];
    for (const usdPerDay of [120, 140, 145, 200, 216, 218]) {
      const { put, told } = trackAnomalies(known, [aFinding({ usdPerDay })], NOW + HOUR);
      known = after(known, put);
      toldAt.push(...told.map((one) => one.usdPerDay));
    }

    expect(toldAt).toEqual([145, 218]);
  });

  it("ends what is not found for three hours, by when it was last seen, and opens it again within a day under the same id", () => {
    const known = first([aFinding()]);
    expect(trackAnomalies(known, [], NOW + 2.5 * HOUR).put).toEqual([]);

    const ended = trackAnomalies(known, [], NOW + 3 * HOUR);
    expect(ended.told).toMatchObject([{ status: "ended", endedAtMs: NOW }]);
    const again = trackAnomalies(ended.put, [aFinding()], NOW + 20 * HOUR);
    expect(again.told).toMatchObject([{ id: known[0]?.id, status: "open" }]);
    expect(again.put[0]).not.toHaveProperty("endedAtMs");
    expect(trackAnomalies(ended.put, [aFinding()], NOW + 25 * HOUR).put[0]?.id).not.toBe(known[0]?.id);
  });

  it("counts a link that is explained by a flow's anomaly as part of it, in one look or in two", () => {
    const link = aFinding({ scope: { kind: "link", id: "dx" }, usdPerDay: 97 });

    expect(first([link, aFinding()])).toMatchObject([{ scope: { kind: "flow", id: "a" } }]);
    expect(trackAnomalies(first([aFinding()]), [aFinding(), link], NOW + HOUR).told).toEqual([]);
  });

  it("keeps two flows apart, and a link whose excess others make", () => {
    const link = aFinding({ scope: { kind: "link", id: "dx" }, flowIds: ["b", "c"], cause: "creep" });

    expect(first([aFinding(), aFinding({ scope: { kind: "flow", id: "z" }, flowIds: ["z"] }), link])).toHaveLength(3);
  });

  it("counts what all cost together as part of what is open, if that makes most of it, and as a matter of its own if not", () => {
    const all = aFinding({ scope: { kind: "all", id: "all" }, flowIds: ["x", "y"], cause: "unknown", usdPerDay: 130 });
    const known = first([aFinding()]);

    expect(trackAnomalies(known, [aFinding(), all], NOW + HOUR).put.map(({ id }) => id)).toEqual([known[0]?.id]);
    expect(trackAnomalies(known, [aFinding(), { ...all, usdPerDay: 140 }], NOW + HOUR).told).toMatchObject([
      { scope: { kind: "all" } },
    ]);
  });

  it("tells no growth of all that what has ended in its day makes, but one that is more, or comes later", () => {
    const known = after(first([aFinding()]), trackAnomalies(first([aFinding()]), [], NOW + 4 * HOUR).put);
    const all = aFinding({ scope: { kind: "all", id: "all" }, flowIds: ["x"], cause: "creep", detectors: ["creep"] });
    const toldOf = (found: CostFinding, nowMs: number) => trackAnomalies(known, [found], nowMs).told;

    expect(known).toMatchObject([{ status: "ended" }]);
    expect(toldOf({ ...all, usdPerDay: 130 }, NOW + 5 * HOUR)).toEqual([]);
    expect(toldOf({ ...all, usdPerDay: 140 }, NOW + 5 * HOUR)).toHaveLength(1);
    expect(toldOf({ ...all, usdPerDay: 130 }, NOW + 25 * HOUR)).toHaveLength(1);
    expect(toldOf({ ...all, usdPerDay: 130, detectors: ["seasonal", "creep"] }, NOW + 5 * HOUR)).toHaveLength(1);
  });

  it("does not call the whole by the cause of a small part", () => {
    const known = first([
      aFinding({ scope: { kind: "link", id: "dx" }, cause: "unknown", flowIds: ["a", "b", "c"], usdPerDay: 96 }),
    ]);
    const part = aFinding({ scope: { kind: "flow", id: "a" }, usdPerDay: 40 });

    expect(trackAnomalies(known, [part], NOW + HOUR).put).toMatchObject([{ cause: "unknown" }]);
    expect(trackAnomalies(known, [{ ...part, usdPerDay: 60 }], NOW + HOUR).put).toMatchObject([{ cause: "runaway" }]);
  });

  it("nets nothing: what others save hides no anomaly", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -500, max: 0, noNaN: true })), (dips) => {
        const all = aFinding({
          scope: { kind: "all", id: "all" },
          usdPerDay: dips.reduce((sum, dip) => sum + dip, 96),
          flowIds: ["a"],
        });
        expect(first([aFinding(), all])).toMatchObject([{ scope: { kind: "flow" } }]);
      }),
    );
  });

  it("keeps silent while it is snoozed, and tells it when the time is over and it goes on", () => {
    const [open] = first([aFinding()]) as [CostAnomaly];
    const known: readonly CostAnomaly[] = [{ ...open, status: "snoozed", snoozedUntilMs: NOW + 2 * HOUR }];

    const quiet = trackAnomalies(known, [aFinding({ usdPerDay: 900 })], NOW + HOUR);
    expect([quiet.told, quiet.put[0]?.usdPerDay]).toEqual([[], 900]);
    expect(trackAnomalies(quiet.put, [aFinding()], NOW + 2 * HOUR).told).toMatchObject([{ status: "open" }]);
    expect(trackAnomalies(known, [], NOW + 4 * HOUR)).toMatchObject({ told: [], put: [{ status: "ended" }] });
  });

  it("learns the level that a person called expected: no second alarm for it, one for what is beyond", () => {
    const [open] = first([aFinding()]) as [CostAnomaly];
    const feedback = { verdict: "expected", by: "role/owner", atMs: NOW, note: "migration" } as const;
    const known: readonly CostAnomaly[] = [{ ...open, status: "dismissed", feedback }];
    const aWeekOn = NOW + 7 * 24 * HOUR;

    for (const nowMs of [NOW + HOUR, aWeekOn])
      expect(trackAnomalies(known, [aFinding({ observedUsdPerHour: 6.2 })], nowMs).told).toEqual([]);
    expect(trackAnomalies(known, [aFinding({ observedUsdPerHour: 6.3 })], NOW + HOUR).told).toMatchObject([
      { id: open.id, status: "open" },
    ]);
    expect(trackAnomalies(known, [aFinding({ observedUsdPerHour: 6.3 })], aWeekOn).told).toHaveLength(1);
    // the level stays what it was while it is kept to
    let kept = known;
    for (let i = 1; i < 20; i += 1)
      kept = after(kept, trackAnomalies(kept, [aFinding({ observedUsdPerHour: 6.2 })], NOW + i * HOUR).put);
    expect(kept).toMatchObject([{ observedUsdPerHour: 5, status: "dismissed" }]);
  });

  it("asks more of a scope each time a person said it was nothing, and no more of others", () => {
    const [open] = first([aFinding()]) as [CostAnomaly];
    const feedback = { verdict: "wrong", by: "role/owner", atMs: NOW, note: "" } as const;
    const wrong = { ...open, feedback };
    const rules = { minUsdPerDay: 25, sameHourFactor: 1.5 };

    expect(rulesFor([wrong], open.scope, rules)).toEqual({ ...rules, minUsdPerDay: 50 });
    expect(rulesFor([wrong, wrong], open.scope, rules).minUsdPerDay).toBe(100);
    expect(rulesFor([wrong], { kind: "flow", id: "b" }, rules)).toBe(rules);
  });

  it("has ended a misrouting when the flows are back, though their series are still high; and keeps what explained it", () => {
    const misrouted = aFinding({ cause: "misrouting", scope: { kind: "link", id: "vpn" }, flowIds: ["a", "b"] });
    let known = first([misrouted, aFinding({ cause: "unknown" })]);
    expect(known).toMatchObject([{ cause: "misrouting" }]);

    known = after(known, trackAnomalies(known, [aFinding({ cause: "unknown" })], NOW + HOUR).put);
    const { told } = trackAnomalies(known, [aFinding({ cause: "unknown" })], NOW + 3 * HOUR);
    expect(told).toMatchObject([{ cause: "misrouting", status: "ended", usdPerDay: 96 }]);
  });

  it("takes a cause that is found later for one that was not known, tells it, and keeps it", () => {
    let known = first([aFinding({ cause: "unknown", evidence: ["?"] })]);
    const { put, told } = trackAnomalies(known, [aFinding({ evidence: ["one flow"] })], NOW + HOUR);
    known = put;

    expect(put).toMatchObject([{ cause: "runaway", evidence: ["one flow"] }]);
    expect(told).toEqual(put);
    expect(trackAnomalies(known, [aFinding({ cause: "creep" })], NOW + 2 * HOUR)).toMatchObject({
      put: [{ cause: "runaway" }],
      told: [],
    });
  });

  it.each([
    [1_000, "critical"],
    [999.99, "high"],
    [250, "high"],
    [50, "medium"],
    [49.99, "low"],
  ] as const)("calls $%s a day %s", (usdPerDay, severity) => {
    expect(severityOf(usdPerDay)).toBe(severity);
  });
});
