import { type StatusDay, StatusView, WeekReport } from "@skylane/core";
import type * as z from "zod";

const DAY_MS = 86_400_000;
/** Monday, 2026-11-16. */
export const WEEK_FROM_MS = Date.UTC(2026, 10, 16);
const HOUR_MS = 3_600_000;

type Move = z.input<typeof WeekReport>["recovery"]["moves"][number];
const aMove = (groupId: string, atHour: number, parts: readonly number[], more: Partial<Move> = {}): Move => {
  const [detection = 0, decision = 0, change = 0, proof = 0] = parts;
  return {
    incidentId: `fo-${groupId}-7`,
    groupId,
    fromPathId: `dx-${groupId}`,
    toPathId: `vpn-${groupId}`,
    atMs: WEEK_FROM_MS + atHour * HOUR_MS,
    how: "moved",
    isOrdered: false,
    phasesMs: { detection, decision, change, proof },
    rtoMs: detection + decision + change + proof,
    isFromFirstBadProbe: true,
    objectiveMs: 10_000,
    probes: { lostCount: 9, knownCount: 11, missingCount: 0 },
    proof: { sentCount: 12, answeredCount: 12 },
    ...more,
  };
};

const aPath = (pathId: string, groupId: string, downMinutes: number, degradedMinutes = 0) => ({
  pathId,
  groupId,
  vantageId: "v-use1",
  availabilityRatio: 1 - downMinutes / 10_080,
  seenMinutes: 10_080,
  downMinutes,
  degradedMinutes,
  lossRatio: downMinutes / 10_080,
  objectiveRatio: 0.9995,
  remainingRatio: 1 - downMinutes / 20.16,
  days: Array.from({ length: 7 }, (_, i) => ({
    day: new Date(WEEK_FROM_MS + i * DAY_MS).toISOString().slice(0, 10),
    upMinutes: 1_440 - (i === 1 ? downMinutes : 0) - (i === 4 ? degradedMinutes : 0),
    degradedMinutes: i === 4 ? degradedMinutes : 0,
    downMinutes: i === 1 ? downMinutes : 0,
  })),
});

/** A week in which something of everything happened; `more` replaces parts of it. */
export const aWeekReport = (more: Partial<z.input<typeof WeekReport>> = {}): WeekReport =>
  WeekReport.parse({
    estate: "globalcart",
    week: "2026-W47",
    fromMs: WEEK_FROM_MS,
    toMs: WEEK_FROM_MS + 7 * DAY_MS,
    atMs: WEEK_FROM_MS + 7 * DAY_MS + 8 * HOUR_MS,
    isWhole: true,
    recovery: {
      moves: [
        aMove("use1-dc1", 26.24, [3_010, 412, 1_890, 1_204]),
        aMove("use1-azure", 26.25, [2_960, 506, 5_240, 2_810]),
        aMove("usc1-dc2", 101.5, [0, 380, 0, 690], {
          how: "repaired-by-routing",
          phasesMs: { decision: 380, proof: 690 },
          rtoMs: 1_070,
          isFromFirstBadProbe: false,
        }),
        aMove("euw1-dc1", 122, [0, 300, 1_500, 900], { isOrdered: true, rtoMs: undefined, objectiveMs: undefined }),
      ],
      rto: { count: 3, p50Ms: 6_516, p95Ms: 11_516, maxMs: 11_516 },
      phases: {
        detection: { count: 2, p50Ms: 2_960, p95Ms: 3_010, maxMs: 3_010 },
        decision: { count: 3, p50Ms: 412, p95Ms: 506, maxMs: 506 },
        change: { count: 2, p50Ms: 1_890, p95Ms: 5_240, maxMs: 5_240 },
        proof: { count: 3, p50Ms: 1_204, p95Ms: 2_810, maxMs: 2_810 },
      },
      judgedCount: 3,
      withinCount: 2,
      probes: { lostCount: 18, knownCount: 22, missingCount: 1, moveCount: 2 },
    },
    availability: {
      groups: [
        { groupId: "use1-azure", incidentCount: 1, outageMs: 11_516, availabilityRatio: 0.99998 },
        { groupId: "use1-dc1", incidentCount: 1, outageMs: 6_516, availabilityRatio: 0.99999 },
        { groupId: "usc1-dc2", incidentCount: 2, outageMs: 1_070 },
        { groupId: "euw1-dc1", incidentCount: 0, outageMs: 0, availabilityRatio: 1 },
      ],
      paths: [
        aPath("dx-use1-azure", "use1-azure", 31.2, 12),
        aPath("dx-use1-dc1", "use1-dc1", 4.1),
        aPath("ic-usc1-dc2", "usc1-dc2", 1.3, 44),
        aPath("vpn-use1-dc1", "use1-dc1", 0),
        aPath("vpn-usc1-dc2", "usc1-dc2", 0, 3),
        { ...aPath("vpn-use1-azure", "use1-azure", 0), availabilityRatio: undefined, lossRatio: undefined, days: [] },
      ],
    },
    incidents: [
      {
        id: "fo-use1-dc1-7",
        groupId: "use1-dc1",
        status: "failed-back",
        cause: "dx-use1-dc1 turned down",
        fromPathId: "dx-use1-dc1",
        toPathId: "vpn-use1-dc1",
        openedAtMs: WEEK_FROM_MS + 26.24 * HOUR_MS,
        isOrdered: false,
      },
      {
        id: "fo-use1-azure-7",
        groupId: "use1-azure",
        status: "moved",
        cause: "dx-use1-azure turned down",
        fromPathId: "dx-use1-azure",
        toPathId: "vpn-use1-azure",
        openedAtMs: WEEK_FROM_MS + 26.25 * HOUR_MS,
        isOrdered: false,
      },
      {
        id: "fo-usc1-dc2-8",
        groupId: "usc1-dc2",
        status: "refused",
        cause: "ic-usc1-dc2 turned degraded",
        fromPathId: "ic-usc1-dc2",
        openedAtMs: WEEK_FROM_MS + 107 * HOUR_MS,
        reason: "no-room: vpn-usc1-dc2 carries 800 Mbps and the flows of the group need 1200",
        isOrdered: false,
      },
    ],
    drills: {
      runs: [
        {
          runId: "dr-monthly-euw1-dc1-mf3k2",
          drillId: "monthly",
          groupId: "euw1-dc1",
          status: "passed",
          atMs: WEEK_FROM_MS + 122 * HOUR_MS,
          rtoMs: 2_700,
          targetRtoMs: 5_000,
          reason: "2.7 s without an answer, 5 s allowed; everything reads as before",
        },
        {
          runId: "dr-monthly-usc1-dc2-mf3k2",
          drillId: "monthly",
          groupId: "usc1-dc2",
          status: "refused",
          atMs: WEEK_FROM_MS + 122.5 * HOUR_MS,
          targetRtoMs: 10_000,
          reason: "the backup has no room for all flows",
        },
      ],
      overdue: [{ groupId: "usc1-dc2" }, { groupId: "use1-azure", notDrilledDays: 121 }],
    },
    savings: {
      advised: { count: 2, monthlyUsd: 410 },
      open: { count: 5, monthlyUsd: 2_930 },
      taken: { count: 1, monthlyUsd: 380 },
      verified: { count: 3, monthlyUsd: 1_264.5 },
      missed: { count: 1, monthlyUsd: 90 },
      shown: [
        { title: "Move order-export to aws:us-east-1", status: "open", monthlyUsd: 1_420 },
        { title: "Buy a savings plan of $1.20 an hour for a year", status: "accepted", monthlyUsd: 380 },
        { title: "vpn-7 carries nothing", status: "not-verified", monthlyUsd: 12 },
      ],
    },
    costs: {
      untilMs: WEEK_FROM_MS + 7 * DAY_MS,
      usd: 12_480.4,
      usdBefore: 11_930,
      movers: [
        { scope: { kind: "capability", id: "checkout" }, usd: 4_210, usdBefore: 3_580 },
        { scope: { kind: "capability", id: "search" }, usd: 1_020, usdBefore: 1_160 },
      ],
      anomalies: [{ scope: { kind: "flow", id: "orders" }, usdPerDay: 360, cause: "misrouting" }],
      budgets: ["budget checkout: capability checkout will spend $19,400 of $18,000 in 2026-11"],
    },
    needs: [
      {
        tone: "bad",
        what: "A move of usc1-dc2 waits for approval",
        detail: "ic-usc1-dc2 to vpn-usc1-dc2: reaches 41 flows",
      },
      {
        tone: "watch",
        what: "use1-azure is on vpn-use1-azure for more than a day",
        detail: "Fail back, or say why not.",
      },
      { tone: "watch", what: "dx-use1-azure has overdrawn its budget of availability", detail: "55 % beyond it." },
      {
        tone: "watch",
        what: "1 of 3 recoveries took longer than promised",
        detail: "Look at which part took it: detection, decision, change or proof.",
      },
    ],
    ...more,
  });

const quietDays = (atMs: number, noDataCount = 0): StatusDay[] =>
  Array.from({ length: 90 }, (_, i) => ({
    day: new Date((Math.floor(atMs / DAY_MS) - 89 + i) * DAY_MS).toISOString().slice(0, 10),
    level: i < noDataCount ? ("no-data" as const) : ("none" as const),
    outageMs: 0,
    degradedMs: 0,
  }));
const withDay = (days: StatusDay[], ago: number, more: Partial<StatusDay>): StatusDay[] =>
  days.map((day, i) => (i === 89 - ago ? { ...day, ...more } : day));

/** A status page with an incident that is over, and one that is not. */
export const aStatusView = (more: Partial<StatusView> = {}): StatusView => {
  const atMs = Date.UTC(2026, 10, 23, 8, 5);
  return StatusView.parse({
    title: "GlobalCart network",
    atMs,
    level: "partial-outage",
    components: [
      {
        name: "Shop to data centre, US east",
        level: "operational",
        isReduced: true,
        days: withDay(withDay(quietDays(atMs), 6, { level: "outage", outageMs: 6_516 }), 40, {
          level: "outage",
          outageMs: 3 * HOUR_MS,
        }),
        availabilityRatio: 0.99859,
      },
      {
        name: "Shop to Azure",
        level: "partial-outage",
        isReduced: false,
        days: withDay(withDay(quietDays(atMs, 52), 0, { level: "outage", outageMs: 720_000 }), 2, {
          level: "degraded",
          degradedMs: HOUR_MS,
        }),
        availabilityRatio: 0.99978,
      },
      { name: "Europe", level: "operational", isReduced: false, days: quietDays(atMs), availabilityRatio: 1 },
    ],
    incidents: [
      {
        component: "Shop to Azure",
        impact: "outage",
        stage: "investigating",
        startedAtMs: atMs - 720_000,
        how: "unknown",
      },
      {
        component: "Shop to Azure",
        impact: "degraded",
        stage: "resolved",
        startedAtMs: atMs - 2 * DAY_MS,
        endedAtMs: atMs - 2 * DAY_MS + HOUR_MS,
        how: "recovered",
      },
      {
        component: "Shop to data centre, US east",
        impact: "outage",
        stage: "resolved",
        startedAtMs: atMs - 6 * DAY_MS,
        endedAtMs: atMs - 6 * DAY_MS + 6_516,
        how: "moved",
      },
    ],
    ...more,
  });
};
