import { type FunctionName, filterPatternOf, type LogMetricSpec, logMetrics } from "@skylane/core";
import { type AlarmMetric, type AlarmSpec, alarmsOf, type Watched } from "./alarm-table.ts";
import { logicalName, type RegionContext } from "./context.ts";

type Text = $util.Input<string>;

/** What was made in a Region, as far as alarms and dashboards look at it. */
export interface Observed {
  /** Name of a function's log group. */
  readonly logGroupOf: (functionName: FunctionName) => Text;
  readonly apiId: Text;
  readonly topicArn: Text;
}

/** Counts Skylane's own metrics from the log lines of its functions, under the deployment's name. */
export function createLogMetrics(region: RegionContext, logGroupOf: Observed["logGroupOf"]): void {
  const { stage, provider } = region;
  for (const [name, spec] of Object.entries<LogMetricSpec>(logMetrics))
    for (const from of spec.from)
      new aws.cloudwatch.LogMetricFilter(
        logicalName(region, `${name}-of-${from}`),
        {
          name: `${stage.name}-${name}`,
          logGroupName: logGroupOf(from),
          pattern: filterPatternOf(spec),
          metricTransformation: {
            namespace: stage.name,
            name,
            value: spec.value === undefined ? "1" : `$.${spec.value}`,
            unit: name.endsWith("Ms") ? "Milliseconds" : "Count",
          },
        },
        { provider },
      );
}

/** What alarms and dashboards of a Region are about. */
export function watchedIn(region: RegionContext, observed: Observed): Watched<Text> {
  const { stage, regionId, otherRegionId } = region;
  return {
    name: stage.name,
    regionId,
    otherRegionId,
    vantageIds: stage.config.vantages.map(({ id }) => id),
    apiId: observed.apiId,
  };
}

/** The alarms of a Region. They go to its topic and to nothing else: the bus takes alarms of links, not of Skylane. */
export const createAlarms = (region: RegionContext, observed: Observed): readonly aws.cloudwatch.MetricAlarm[] =>
  alarmsOf(watchedIn(region, observed)).map((spec) => createAlarm(region, spec, observed.topicArn));

/** One alarm, told to the topic when it goes off and when it is over. */
function createAlarm(region: RegionContext, spec: AlarmSpec<Text>, topicArn: Text) {
  const { stage, provider } = region;
  const { statistic, periodSeconds: period } = spec;
  const [only, ...more] = spec.metrics;
  return new aws.cloudwatch.MetricAlarm(
    logicalName(region, `${spec.name}-alarm`),
    {
      name: `${stage.name}-${spec.name}`,
      alarmDescription: spec.says,
      comparisonOperator: spec.is === "above" ? "GreaterThanThreshold" : "LessThanThreshold",
      threshold: spec.threshold,
      datapointsToAlarm: spec.badPeriods[0],
      evaluationPeriods: spec.badPeriods[1],
      treatMissingData: spec.silence,
      alarmActions: [topicArn],
      okActions: [topicArn],
      ...(only.over !== undefined
        ? { metricQueries: [{ id: "total", expression: queryOf(only, statistic), period, returnData: true }] }
        : more.length === 0
          ? { ...named(only), statistic, period }
          : {
              metricQueries: [
                {
                  id: "total",
                  expression: spec.metrics.map((_, i) => `FILL(m${i}, 0)`).join(" + "),
                  label: spec.name,
                  returnData: true,
                },
                ...spec.metrics.map((metric, i) => ({
                  id: `m${i}`,
                  metric: { ...named(metric), stat: statistic, period },
                })),
              ],
            }),
    },
    { provider },
  );
}

const named = ({ namespace, metricName, dimensions }: AlarmMetric<Text>) => ({
  namespace,
  metricName,
  dimensions: { ...dimensions },
});

/**
 * The sum over metrics that are not named, as a query of Metrics Insights.
 * @see CloudWatch user guide, alarms on Metrics Insights queries (read 2026-11)
 */
function queryOf({ namespace, metricName, dimensions, over = [] }: AlarmMetric<Text>, statistic: string): string {
  const schema = [`"${namespace}"`, ...Object.keys(dimensions), ...over].join(", ");
  const where = Object.entries(dimensions).map(([key, value]) => `${key} = '${value}'`);
  return `SELECT ${statistic.toUpperCase()}(${metricName}) FROM SCHEMA(${schema}) WHERE ${where.join(" AND ")}`;
}
