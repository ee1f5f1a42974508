// Written by tools/gen.ts from infra/alarm-table.ts, infra/audit-rules.ts and the manifest; change it there.

/** What a Region has that is paid for by the month: metrics that alarms look at, metrics of our own, dashboards, keys. */
export const standingPerRegion = {
  alarm: { fixed: 103, perVantage: 1, perCloud: 1 },
  metric: { fixed: 2, perVantage: 1, perCloud: 1 },
  dashboard: { fixed: 1, perVantage: 0, perCloud: 0 },
  key: { fixed: 1, perVantage: 0, perCloud: 0 },
} as const;
