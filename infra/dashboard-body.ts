import type { LogMetricName, WorkflowName } from "@skylane/core";
import type { Watched } from "./alarm-table.ts";
import { type AwsMetric, awsMetrics } from "./aws-metrics.ts";
import { queuePurposes } from "./queue-purposes.ts";

/** What a dashboard draws besides: the state of alarms, and the state machines. */
export interface Shown<Text = string> extends Watched<Text> {
  readonly alarmArns: readonly Text[];
  readonly workflowArn: (workflow: WorkflowName) => string;
}

type Series = readonly unknown[];
interface Graph {
  readonly title: string;
  readonly series: readonly Series[];
  readonly stat?: "Sum" | "Maximum" | "Average" | "p99";
  readonly periodSeconds?: number;
  readonly regionId?: string;
  readonly unit?: string;
}

/**
 * The dashboard of a Region, as CloudWatch takes it: what is wrong now, whether anything is seen, what was moved and how fast,
 * what was not delivered, and what the account costs. Twenty-four columns wide.
 */
export function dashboardOf<Text>(shown: Shown<Text>): object {
  return {
    start: "-PT3H",
    widgets: [
      { type: "alarm", ...place(0, 0, 24, 4), properties: { title: "Alarms", alarms: shown.alarmArns } },
      ...graphsOf(shown).map((graph, i) => ({
        type: "metric",
        ...place((i % 3) * 8, 4 + Math.floor(i / 3) * 6, 8, 6),
        properties: propertiesOf(shown, graph),
      })),
    ],
  };
}

function graphsOf<Text>(shown: Shown<Text>): readonly Graph[] {
  const own = (name: LogMetricName, label: string): Series => [shown.name, name, { label }];
  const aws = (name: AwsMetric, label: string, ...by: readonly (string | Text)[]): Series => [
    awsMetrics[name].namespace,
    name,
    ...by,
    { label },
  ];
  const ofWorkflow = (name: AwsMetric, label: string, workflow: WorkflowName): Series =>
    aws(name, label, "StateMachineArn", shown.workflowArn(workflow));
  return [
    {
      title: "Snapshots a minute",
      series: [aws("Invocations", "all vantages", "FunctionName", `${shown.name}-record-snapshot`)],
    },
    {
      title: "Paths of which nothing is known",
      series: [own("UnknownPathCount", "unknown")],
    },
    {
      title: "From a path called bad to a move ordered",
      unit: "ms",
      stat: "Maximum",
      series: [own("DecisionDelayMs", "longest")],
    },
    {
      title: "Moves",
      series: [
        ofWorkflow("ExecutionsStarted", "begun", "failover"),
        own("VerifiedMoveCount", "proven by traffic"),
        own("CompensatedMoveCount", "undone"),
        own("NeedsHumanCount", "need a person"),
        own("RefusedMoveCount", "held back"),
      ],
    },
    {
      title: "From an incident to traffic on the backup",
      unit: "ms",
      stat: "Maximum",
      series: [own("MoveDurationMs", "longest")],
    },
    {
      title: "Ways back and drills",
      series: [
        ofWorkflow("ExecutionsStarted", "fail backs begun", "failback"),
        own("UnprovenFailbackCount", "fail backs undone"),
        ofWorkflow("ExecutionsStarted", "drills begun", "drill"),
        own("OverrideEndCount", "taken back by the watchdog"),
      ],
    },
    {
      title: "Connections asked for",
      series: [
        ofWorkflow("ExecutionsStarted", "builds and removals begun", "provision"),
        ofWorkflow("ExecutionsFailed", "ended without an outcome", "provision"),
        own("StuckRunCount", "stuck"),
      ],
    },
    {
      title: "Dead letters",
      stat: "Maximum",
      series: Object.keys(queuePurposes).map((queue) =>
        aws("ApproximateNumberOfMessagesVisible", queue, "QueueName", `${shown.name}-${queue}`),
      ),
    },
    {
      title: `How late ${shown.otherRegionId} knows`,
      unit: "ms",
      stat: "Average",
      series: [
        aws("ReplicationLatency", "state", "TableName", `${shown.name}-state`, "ReceivingRegion", shown.otherRegionId),
      ],
    },
    {
      title: "Cost of the account, by day",
      unit: "USD",
      stat: "Maximum",
      periodSeconds: 86_400,
      // the bill is kept there, whatever it is for; it grows over the month
      regionId: "us-east-1",
      series: [
        [
          awsMetrics.EstimatedCharges.namespace,
          "EstimatedCharges",
          "Currency",
          "USD",
          { id: "month", label: "month so far", visible: false },
        ],
        [{ expression: "IF(DIFF(month) >= 0, DIFF(month), month)", label: "of the day", region: "us-east-1" }],
      ],
    },
  ];
}

const place = (x: number, y: number, width: number, height: number) => ({ x, y, width, height });

const propertiesOf = <Text>(shown: Shown<Text>, graph: Graph) => ({
  title: graph.title,
  view: "timeSeries",
  stacked: false,
  region: graph.regionId ?? shown.regionId,
  stat: graph.stat ?? "Sum",
  period: graph.periodSeconds ?? 60,
  metrics: graph.series,
  yAxis: { left: { min: 0, showUnits: false, ...(graph.unit && { label: graph.unit }) } },
});
