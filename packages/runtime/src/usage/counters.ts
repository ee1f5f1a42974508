import {
  type DeploymentNames,
  type FunctionName,
  type FunctionSpec,
  functions,
  type PriceItem,
  routes,
  rules,
} from "@skylane/core";
import type { Used } from "@skylane/engine";

/** A metric of CloudWatch, and what its sum over a minute says was used. */
export interface Counter {
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, string>>;
  usedOf(value: number): readonly Used[];
}

const MB_PER_GB = 1_024;
const MILLION = 1e6;
const BYTES_PER_GB = 1e9;
/** Duration is not rounded, and the bill is, up to a whole millisecond: half of one a call, on average. */
const ROUNDING_MS = 0.5;
/** Matches every event of ours, once. */
const EVERY_EVENT = "record-event";

/**
 * The metrics that say what an installation used. Memory is that of the manifest, which the deployment is made from. API requests
 * are the calls of the functions behind the routes, for an HTTP API's own metric knows it by an id only, and calls of schedules those
 * of the functions that nothing else calls. Transitions and bytes of events have no name of an installation: these are the
 * account's, in this Region.
 */
export function countersOf(
  names: DeploymentNames,
  regionId: string,
  scheduled: readonly FunctionName[],
): readonly Counter[] {
  const use = (item: PriceItem, by: string, units: number, variant?: string): Used => ({
    cloud: "aws",
    regionId,
    item,
    by,
    units,
    ...(variant !== undefined && { variant }),
  });
  const called = new Set<FunctionName>(rules.map(({ target }) => target));
  const bySchedules = new Set(scheduled.filter((functionName) => !called.has(functionName)));
  const behindRoutes = new Set<FunctionName>(routes.map(({ target }) => target));
  const ofFunctions = (Object.entries(functions) as [FunctionName, FunctionSpec][]).flatMap(
    ([functionName, { memoryMb }]): readonly Counter[] => {
      const gb = memoryMb / MB_PER_GB;
      const dimensions = { FunctionName: names.functionOf(functionName) };
      return [
        {
          namespace: "AWS/Lambda",
          metric: "Invocations",
          dimensions,
          usedOf: (count) => [
            use("function-request", functionName, count / MILLION),
            use("function-time", functionName, (count * gb * ROUNDING_MS) / 1_000, "arm64"),
            ...(behindRoutes.has(functionName) ? [use("api-request", functionName, count / MILLION)] : []),
            ...(bySchedules.has(functionName) ? [use("schedule-run", functionName, count / MILLION)] : []),
          ],
        },
        {
          namespace: "AWS/Lambda",
          metric: "Duration",
          dimensions,
          usedOf: (ms) => [use("function-time", functionName, (ms * gb) / 1_000, "arm64")],
        },
        {
          namespace: "AWS/Logs",
          metric: "IncomingBytes",
          dimensions: { LogGroupName: `/aws/lambda/${names.functionOf(functionName)}` },
          usedOf: (bytes) => [use("log-data", functionName, bytes / BYTES_PER_GB)],
        },
      ];
    },
  );
  const ofTables = (["state", "coord"] as const).flatMap((table) =>
    (["Read", "Write"] as const).map(
      (kind): Counter => ({
        namespace: "AWS/DynamoDB",
        metric: `Consumed${kind}CapacityUnits`,
        dimensions: { TableName: names[`${table}Table`] },
        usedOf: (units) => [use(kind === "Read" ? "table-read" : "table-write", table, units / MILLION)],
      }),
    ),
  );
  return [
    ...ofFunctions,
    ...ofTables,
    {
      namespace: "AWS/Events",
      metric: "MatchedEvents",
      dimensions: { EventBusName: names.bus, RuleName: EVERY_EVENT },
      usedOf: (count) => [use("event", "bus", count / MILLION)],
    },
    {
      namespace: "AWS/Events",
      metric: "PutEventsRequestSize",
      dimensions: {},
      usedOf: (bytes) => [use("event-archive", "bus", bytes / BYTES_PER_GB)],
    },
    {
      namespace: "AWS/States",
      metric: "ConsumedCapacity",
      dimensions: { ServiceMetric: "StateTransition" },
      usedOf: (count) => [use("workflow-transition", "workflows", count / MILLION)],
    },
  ];
}
