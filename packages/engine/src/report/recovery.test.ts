import { Recovery, type TraceSpan } from "@skylane/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { incidentOf } from "../../../../test/support/incident-record.ts";
import { achieved } from "./achieved.ts";
import { recoveryOf, spreadOf } from "./recovery.ts";

const incident = incidentOf();
const AT = incident.openedAtMs;
const span = (name: string, fromMs: number, durationMs: number): TraceSpan =>
  ({ name, startMs: AT + fromMs, durationMs }) as unknown as TraceSpan;
/** Of the move, and of the fail back an hour later. */
const spans = [
  span("detect", -2_700, 2_700),
  span("check-guards", 40, 160),
  span("apply-change", 300, 200),
  span("apply-change", 310, 390),
  span("read-back", 710, 90),
  span("prove-traffic", 820, 500),
  span("check-failback", 3_600_000, 10),
  span("apply-change", 3_600_100, 900),
];
const none = { spans: [], loss: undefined, objectiveMs: undefined };
const loss = { fromMs: AT - 2_900, toMs: AT + 1_400, lostCount: 4, knownCount: 5, missingCount: 1 };

describe("engine/report/recovery", () => {
  it("tells the parts of a move by its trace, from the first lost probe to the proof, and nothing of the way back", () => {
    const recovery = recoveryOf(incident, { spans, loss, objectiveMs: 5_000 });

    expect(Recovery.parse(recovery)).toEqual(recovery);
    expect(recovery).toMatchObject({
      how: "moved",
      isOrdered: false,
      phasesMs: { detection: 2_700, decision: 200, change: 600, proof: 600 },
      rtoMs: 4_100,
      isFromFirstBadProbe: true,
      objectiveMs: 5_000,
      probes: { lostCount: 4, knownCount: 5, missingCount: 1 },
      proof: { sentCount: 3, answeredCount: 3 },
    });
  });

  it("where no trace is kept any more, tells what the incident wrote down, and joins what it cannot tell apart", () => {
    expect(recoveryOf(incident, none)).toMatchObject({
      phasesMs: { decision: 210 },
      rtoMs: 1_400,
      isFromFirstBadProbe: false,
    });
    expect(recoveryOf(incident, { ...none, loss })).toMatchObject({
      phasesMs: { detection: 2_900, decision: 210 },
      rtoMs: 4_300,
      isFromFirstBadProbe: true,
    });
  });

  it("a move that somebody ordered has no time to recover, but parts", () => {
    const ordered = incidentOf({ trigger: { kind: "manual", pathId: "dx" } as never });

    const recovery = recoveryOf(ordered, { spans, loss, objectiveMs: 5_000 });

    expect(recovery).toMatchObject({ isOrdered: true, phasesMs: { change: 600, proof: 600 } });
    for (const absent of ["rtoMs", "objectiveMs", "probes"]) expect(recovery).not.toHaveProperty(absent);
  });

  it("what routing repaired has no change, and its proof follows the decision", () => {
    const repaired = incidentOf({
      timeline: [
        { atMs: AT, what: "dx turned down" },
        { atMs: AT + 210, what: "guards passed: verify" },
        { atMs: AT + 900, what: "repaired-by-routing: 3 of 3 requests answered, uncounted packets on the path" },
      ],
    });

    expect(recoveryOf(repaired, none)).toMatchObject({
      how: "repaired-by-routing",
      phasesMs: { decision: 210, proof: 690 },
    });
  });

  it("an incident that moved nothing is no recovery", () => {
    expect(recoveryOf(incidentOf({ timeline: incident.timeline.slice(0, 2) }), { ...none, spans })).toBeUndefined();
  });
});

describe("engine/report/achieved", () => {
  it("of no values there is no spread; of one it is that one", () => {
    expect(spreadOf([])).toBeUndefined();
    expect(spreadOf([7])).toEqual({ count: 1, p50Ms: 7, p95Ms: 7, maxMs: 7 });
    expect(spreadOf([4, 1, 3, 2])).toEqual({ count: 4, p50Ms: 2, p95Ms: 4, maxMs: 4 });
    const hundred = Array.from({ length: 100 }, (_, i) => i + 1);
    expect(spreadOf(hundred)).toEqual({ count: 100, p50Ms: 50, p95Ms: 95, maxMs: 100 });
  });

  it("each percentile was measured, and as many values as it says do not exceed it", () => {
    const seed = 47;
    console.log(`seed ${seed}`);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 1e6 }), { minLength: 1 }), (values) => {
        const spread = spreadOf(values);
        for (const [ms, ratio] of [
          [spread?.p50Ms, 0.5],
          [spread?.p95Ms, 0.95],
          [spread?.maxMs, 1],
        ] as const) {
          expect(values).toContain(ms);
          expect(values.filter((value) => value <= (ms ?? 0)).length).toBeGreaterThanOrEqual(ratio * values.length);
          expect(values.filter((value) => value < (ms ?? 0)).length).toBeLessThan(ratio * values.length);
        }
      }),
      { seed },
    );
  });

  it("counts who kept their objective, and leaves ordered moves out", () => {
    const move = (rtoMs: number, objectiveMs?: number) =>
      recoveryOf(
        incidentOf({
          timeline: [{ atMs: AT + rtoMs, what: "moved: 3 of 3 requests answered, 2 packets on the path" }],
        }),
        { ...none, loss: undefined, objectiveMs },
      ) as Recovery;
    const ordered = { ...move(90_000), isOrdered: true, rtoMs: undefined } as never;

    const sums = achieved([move(3_000, 5_000), move(6_000, 5_000), move(5_000, 5_000), move(9_000), ordered]);

    expect(sums).toMatchObject({ judgedCount: 3, withinCount: 2, rto: { count: 4, p50Ms: 5_000, maxMs: 9_000 } });
    expect(sums.moves).toHaveLength(5);
    expect(sums.probes).toEqual({ lostCount: 0, knownCount: 0, missingCount: 0, moveCount: 0 });
    expect(achieved([ordered])).not.toHaveProperty("rto");
  });
});
