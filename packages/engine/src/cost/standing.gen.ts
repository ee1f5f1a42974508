// Written by tools/gen.ts from infra/alarm-table.ts; change it there.

/** What a Region has that is paid for by the month: metrics that alarms look at, keys, and a dashboard if its stage asks for one. */
export const standingPerRegion = { alarm: 19, key: 1, dashboard: 1 } as const;
