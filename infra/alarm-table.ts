import { type FunctionName, type LogMetricName, schedules } from "@skylane/core";
import { type AwsMetric, awsMetrics } from "./aws-metrics.ts";
import { queuePurposes } from "./queue-purposes.ts";

/** A metric of AWS or of Skylane's own. `Text` is what names become where they are known only when the thing is made. */
export interface AlarmMetric<Text = string> {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Readonly<Record<string, string | Text>>;
  /**
   * Dimensions it is kept by besides, whatever they say: the sum over all of these, by a query. Each metric the query finds is paid
   * for, so only of one that is not there while all is well.
   */
  readonly over?: readonly string[];
}

/** One alarm of one Region. */
export interface AlarmSpec<Text = string> {
  /** Last part of its name: what is the matter. */
  readonly name: string;
  /** What it means, and where to look: the text of the mail. */
  readonly says: string;
  /** Several = their sum, in which a metric that says nothing is 0. */
  readonly metrics: readonly [AlarmMetric<Text>, ...AlarmMetric<Text>[]];
  readonly statistic: "Sum" | "Average";
  readonly is: "above" | "below";
  readonly threshold: number;
  readonly periodSeconds: number;
  /** So many of the last periods must be bad. */
  readonly badPeriods: readonly [count: number, of: number];
  /** What it means that nothing was measured. */
  readonly silence: "breaching" | "notBreaching";
}

/** What the alarms of a Region are about. */
export interface Watched<Text = string> {
  /** Name of the deployment. */
  readonly name: string;
  readonly regionId: string;
  readonly otherRegionId: string;
  readonly vantageIds: readonly string[];
  readonly apiId: Text;
}

const MINUTE = 60;
const once = { statistic: "Sum", is: "above", threshold: 0, periodSeconds: MINUTE, badPeriods: [1, 1] } as const;
const quiet = { ...once, silence: "notBreaching" } as const;

/**
 * Every alarm of a Region, and no two of one name: for what stays away, or is counted. What happens, and is an event, is told by a
 * rule, and costs nothing: see `noticesOf`.
 */
export function alarmsOf<Text>(watched: Watched<Text>): readonly AlarmSpec<Text>[] {
  return [
    ...silenceAlarms(watched),
    {
      ...quiet,
      name: "functions-fail",
      says: "Functions fail or are throttled, again and again. Which: the error lines of the last minutes, across the log groups /aws/lambda/<deployment>-*, or Lambda's page of each. It counts all functions of this account in this Region.",
      metrics: [aws("Errors", {}), aws("Throttles", {})],
      badPeriods: [3, 5],
    },
    ...deliveryAlarms(watched),
    ...tableAlarms(watched),
    {
      ...quiet,
      name: "region-lease-unreadable",
      says: "The table that says which Region acts cannot be read or written here: this Region does nothing until it can.",
      metrics: own(watched, "UnreadableLeaseCount"),
      badPeriods: [3, 5],
    },
    {
      ...quiet,
      name: "override-not-watched",
      says: "The watchdog cannot look after an override: its table or its cloud does not answer.",
      metrics: own(watched, "UnwatchedOverrideCount"),
      badPeriods: [3, 5],
    },
    {
      ...quiet,
      name: "run-stuck",
      says: "What a run has made could not be taken away again: it costs money and may carry traffic. docs/operations/runbooks/stuck-run.md.",
      metrics: own(watched, "StuckRunCount"),
    },
    {
      ...quiet,
      name: "identity-not-refreshed",
      says: "Credentials for another cloud are due and do not come. What is in hand is good for minutes yet. docs/operations/runbooks/credential-loss.md.",
      metrics: own(watched, "IdentityFailureCount"),
    },
    {
      ...quiet,
      name: "not-all-seen",
      says: "Discovery was refused some of what it asks, two hours in a row: a credential or permission is missing. The lines `cloud discovered` of discover-cloud name the cloud. docs/operations/runbooks/credential-loss.md.",
      metrics: own(watched, "DiscoveryGapCount"),
      // discovery looks every hour
      periodSeconds: 3_600,
      badPeriods: [2, 2],
    },
    {
      ...quiet,
      name: "api-errors",
      says: "The API answers with errors of its own; people cannot order. Orders still go by `skylane` in the other Region.",
      metrics: [aws("5xx", { ApiId: watched.apiId })],
      badPeriods: [3, 5],
    },
  ];
}

/** Nothing is heard of what must be heard every minute: it is CloudWatch that notices, for a Skylane that is dead tells nothing. */
function silenceAlarms<Text>(watched: Watched<Text>): AlarmSpec<Text>[] {
  const absent = { ...once, is: "below", threshold: 1, silence: "breaching", badPeriods: [3, 3] } as const;
  const runsOf = (target: FunctionName) =>
    [aws<Text>("Invocations", { FunctionName: `${watched.name}-${target}` })] as const;
  const vantageCount = watched.vantageIds.length;
  return [
    ...(vantageCount === 0
      ? []
      : [
          {
            ...absent,
            name: "vantage-silent",
            says: `For three minutes fewer snapshots came than there are vantages (${vantageCount}): the paths of one are unknown, and nothing is moved by what it saw. \`skylane status\` and the page name it. Look at its function or agent, and at its sign-in to AWS.`,
            metrics: runsOf("record-snapshot"),
            threshold: vantageCount,
          },
        ]),
    ...schedules
      .filter(({ target }) => target === "watch-overrides" || target === "hold-region")
      .map(
        ({ target }): AlarmSpec<Text> => ({
          ...absent,
          name: `no-run-of-${target}`,
          says: `${target} did not run for three minutes. ${
            target === "watch-overrides"
              ? "Nobody takes back routes that nobody answers for: look at moved groups by hand (`skylane status`)."
              : "The other Region takes over after a lease time."
          } Look at its schedule and its role.`,
          metrics: runsOf(target),
        }),
      ),
  ];
}

/** What was not delivered. */
const deliveryAlarms = <Text>({ name }: Watched<Text>): AlarmSpec<Text>[] => [
  ...Object.entries(queuePurposes).map(
    ([queue, holds]): AlarmSpec<Text> => ({
      ...quiet,
      name: `dead-letters-${queue.replace(/-dead$/, "")}`,
      says: `Something was not delivered in time: ${holds}. Each letter says whose it is: docs/operations/runbooks/replay.md. Every new letter is told; they stay in the queue for 14 days.`,
      metrics: [aws("NumberOfMessagesSent", { QueueName: `${name}-${queue}` })],
      periodSeconds: 5 * MINUTE,
    }),
  ),
  {
    ...quiet,
    name: "events-lost",
    says: "The bus could hand an event neither to its target nor to the queue of dead letters, where it would be kept. Which: the metric InvocationsFailedToBeSentToDlq by rule.",
    metrics: [{ ...aws("InvocationsFailedToBeSentToDlq", { EventBusName: name }), over: ["RuleName"] }],
    badPeriods: [1, 5],
  },
];

/** The tables: throttled, or behind. */
function tableAlarms<Text>(watched: Watched<Text>): AlarmSpec<Text>[] {
  const throttled = ["state", "coord"].map((kind): AlarmSpec<Text> => {
    const of = { TableName: `${watched.name}-${kind}` };
    return {
      ...quiet,
      name: `table-throttled-${kind}`,
      says: `DynamoDB turns requests to ${of.TableName} away: a hot key, or the account's limit.`,
      metrics: [aws("ReadThrottleEvents", of), aws("WriteThrottleEvents", of)],
      badPeriods: [3, 5],
    };
  });
  return [
    ...throttled,
    {
      ...quiet,
      name: "table-behind-state",
      says: `What this Region writes reaches ${watched.otherRegionId} late: after a takeover the other Region would know less.`,
      metrics: [
        aws("ReplicationLatency", { TableName: `${watched.name}-state`, ReceivingRegion: watched.otherRegionId }),
      ],
      statistic: "Average",
      // usually below a second; a minute is a snapshot that the other Region has not seen
      threshold: 60_000,
      badPeriods: [5, 5],
    },
  ];
}

const aws = <Text>(metricName: AwsMetric, dimensions: AlarmMetric<Text>["dimensions"]): AlarmMetric<Text> => ({
  namespace: awsMetrics[metricName].namespace,
  metricName,
  dimensions,
});

/** A metric of Skylane's own; its namespace is the deployment's name. */
const own = ({ name }: Pick<Watched, "name">, metricName: LogMetricName): readonly [AlarmMetric] => [
  { namespace: name, metricName, dimensions: {} },
];
