import { DrillRun } from "@skylane/core";

/** A run that passed, as it is stored; `change` replaces parts of it. */
export const aDrillRun = (change: Partial<Record<keyof DrillRun, unknown>>): DrillRun =>
  DrillRun.parse({
    runId: "dr-monthly-g-1",
    drillId: "monthly",
    estate: "test",
    groupId: "g",
    kind: "official",
    by: "schedule",
    status: "passed",
    reason: "800 ms without an answer, 5000 ms allowed",
    fromPathId: "dx",
    toPathId: "vpn",
    targetRtoMs: 5_000,
    orderedAtMs: Date.UTC(2026, 10, 8, 3),
    endedAtMs: Date.UTC(2026, 10, 8, 3, 5),
    measured: {
      intervalMs: 250,
      faultAtMs: Date.UTC(2026, 10, 8, 3, 1),
      firstLostAtMs: Date.UTC(2026, 10, 8, 3, 1),
      firstOnBackupAtMs: Date.UTC(2026, 10, 8, 3, 1) + 800,
      rtoMs: 800,
      switchMs: 800,
      sentCount: 300,
      lostCount: 4,
      expectedPathId: "vpn",
      actualPathId: "vpn",
      flowIds: ["orders"],
    },
    restored: {
      isAsBefore: true,
      atMs: Date.UTC(2026, 10, 8, 3, 5),
      routesAsBeforeCount: 2,
      routeCount: 2,
      isTestOver: true,
      open: [],
    },
    timeline: [{ atMs: Date.UTC(2026, 10, 8, 3), what: "ordered by schedule" }],
    ...change,
  });
