import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type FunctionName, functions, logMetrics, parseConfig, wantedSchedules } from "@skylane/core";
import { parse } from "yaml";
import { alarmsOf } from "../../infra/alarm-table.ts";
import { auditRules } from "../../infra/audit-rules.ts";
import { deliveryTo } from "../../infra/delivery.ts";

/** Metrics of Skylane's own that something is written to all the time; the others cost in the hours in which something is wrong. */
const ALWAYS = [
  "SnapshotCount",
  "PathCount",
  "UnknownPathCount",
  "DiscoveryGapCount",
] as const satisfies readonly (keyof typeof logMetrics)[];

/** packages/engine/src/cost/standing.gen.ts: what a Region has that is paid for by the month, whether it does anything or not. */
export function standingSource(root: string): string {
  const file = join(root, "examples/globalcart/skylane.yaml");
  const config = parseConfig(parse(readFileSync(file, "utf8")), file);
  const queueCount = queuesOf(wantedSchedules(config, "us-east-1"));
  const metricsWith = (vantageIds: string[], clouds: string[]): number =>
    alarmsOf({
      name: "skylane",
      regionId: "a",
      otherRegionId: "b",
      vantageIds,
      clouds,
      deadLetterQueues: Array.from({ length: queueCount }, (_, i) => `queue-${i}`),
      workflowArns: { failover: "", failback: "", drill: "", provision: "", "cost-check": "" },
      apiId: "",
    }).reduce((sum, { metrics }) => sum + metrics.length, 0);
  const fixed = metricsWith([], []);
  const audits = auditRules({ actuators: [], tokenAskers: [], assumedByToken: [] }).length;
  const countBy = (by: string | undefined): number =>
    ALWAYS.filter((name) => (logMetrics[name] as { by?: string }).by === by).length;
  const standing = {
    alarm: {
      fixed: fixed + audits,
      perVantage: metricsWith(["v"], []) - fixed,
      perCloud: metricsWith([], ["c"]) - fixed,
    },
    metric: { fixed: countBy(undefined), perVantage: countBy("vantageId"), perCloud: countBy("cloud") },
    dashboard: { fixed: 1, perVantage: 0, perCloud: 0 },
    key: { fixed: 1, perVantage: 0, perCloud: 0 },
  };
  const lines = Object.entries(standing).map(
    ([item, { fixed: all, perVantage, perCloud }]) =>
      `  ${item}: { fixed: ${all}, perVantage: ${perVantage}, perCloud: ${perCloud} },`,
  );
  return `// Written by tools/gen.ts from infra/alarm-table.ts, infra/audit-rules.ts and the manifest; change it there.

/** What a Region has that is paid for by the month: metrics that alarms look at, metrics of our own, dashboards, keys. */
export const standingPerRegion = {
${lines.join("\n")}
} as const;
`;
}

/** Queues of dead letters: one for each function that takes events, one for all the others, one of the audit. */
const queuesOf = (schedules: ReturnType<typeof wantedSchedules>): number =>
  (Object.keys(functions) as FunctionName[]).filter((name) => deliveryTo(name, schedules).isAsync).length + 2;
