import { type FunctionName, filterPatternOf, type LogMetricSpec, logMetrics } from "@skylane/core";
import { type AlarmSpec, alarmsOf, type Watched, whichOf } from "./alarm-table.ts";
import { arnsOf } from "./arns.ts";
import { logicalName, placeOf, type RegionContext } from "./context.ts";

type Text = $util.Input<string>;

/** What was made in a Region, as far as alarms and dashboards look at it. */
export interface Observed {
  /** Name of a function's log group. */
  readonly logGroupOf: (functionName: FunctionName) => Text;
  /** Names of all queues of dead letters. */
  readonly deadLetterQueues: readonly string[];
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
            ...(spec.by && { dimensions: { [spec.by]: `$.${spec.by}` } }),
          },
        },
        { provider },
      );
}

/** What alarms and dashboards of a Region are about. */
export function watchedIn(region: RegionContext, observed: Observed): Watched<Text> {
  const { stage, regionId, otherRegionId } = region;
  const { stateMachine } = arnsOf(placeOf(region));
  return {
    name: stage.name,
    regionId,
    otherRegionId,
    vantageIds: stage.config.vantages.map(({ id }) => id),
    clouds: Object.keys(stage.config.clouds),
    deadLetterQueues: observed.deadLetterQueues,
    workflowArns: {
      failover: stateMachine("failover"),
      failback: stateMachine("failback"),
      drill: stateMachine("drill"),
      provision: stateMachine("provision"),
      "cost-check": stateMachine("cost-check"),
    },
    apiId: observed.apiId,
  };
}

/** The alarms of a Region. They go to its topic and to nothing else: the bus takes alarms of links, not of Skylane. */
export const createAlarms = (region: RegionContext, observed: Observed): readonly aws.cloudwatch.MetricAlarm[] =>
  alarmsOf(watchedIn(region, observed)).map((spec) => createAlarm(region, spec, observed.topicArn));

/** One alarm, told to the topic when it goes off and when it is over. */
export function createAlarm(region: RegionContext, spec: AlarmSpec<Text>, topicArn: Text) {
  const { stage, provider } = region;
  const metrics = spec.metrics.map(({ namespace, metricName, dimensions }) => ({
    namespace,
    metricName,
    dimensions: { ...dimensions },
  }));
  const [only, ...more] = metrics;
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
      ...(more.length === 0 && spec.isWhich === undefined
        ? { ...only, statistic: spec.statistic, period: spec.periodSeconds }
        : {
            metricQueries: [
              {
                id: "total",
                expression: metrics
                  .map((_, i) => (spec.isWhich ? `IF(FILL(m${i}, 0) > 0, ${whichOf(i)}, 0)` : `FILL(m${i}, 0)`))
                  .join(" + "),
                label: spec.name,
                returnData: true,
              },
              ...metrics.map((metric, i) => ({
                id: `m${i}`,
                metric: { ...metric, stat: spec.statistic, period: spec.periodSeconds },
              })),
            ],
          }),
    },
    { provider },
  );
}
