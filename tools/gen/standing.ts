import { alarmsOf } from "../../infra/alarm-table.ts";

/** packages/engine/src/cost/standing.gen.ts: what a Region has that is paid for by the month, whether it does anything or not. */
export function standingSource(): string {
  const metricsWith = (vantageIds: string[]): number =>
    alarmsOf({
      name: "skylane",
      regionId: "a",
      otherRegionId: "b",
      vantageIds,
      apiId: "",
    }).reduce((sum, { metrics }) => sum + metrics.length, 0);
  return `// Written by tools/gen.ts from infra/alarm-table.ts; change it there.

/** What a Region has that is paid for by the month: metrics that alarms look at, keys, and a dashboard if its stage asks for one. */
export const standingPerRegion = { alarm: ${metricsWith(["v"])}, key: 1, dashboard: 1 } as const;
`;
}
