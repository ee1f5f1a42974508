import {
  type FunctionName,
  type FunctionSpec,
  functions,
  type LogMetricName,
  logMetrics,
  rules,
  schedules,
  type WorkflowName,
  workflows,
} from "@skylane/core";
import { type AwsMetric, awsMetrics } from "./aws-metrics.ts";

/** A metric of AWS or of Skylane's own. `Text` is what names become where they are known only when the thing is made. */
export interface AlarmMetric<Text = string> {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Readonly<Record<string, string | Text>>;
}

/** One alarm of one Region. */
export interface AlarmSpec<Text = string> {
  /** Last part of its name: what is the matter. */
  readonly name: string;
  /** What it means, and where to look: the text of the mail. */
  readonly says: string;
  /** Several = their sum, in which a metric that says nothing is 0; with `isWhich` = which of them are above 0, see `whichOf`. */
  readonly metrics: readonly [AlarmMetric<Text>, ...AlarmMetric<Text>[]];
  readonly isWhich?: true;
  readonly statistic: "Sum" | "Maximum" | "Average";
  readonly is: "above" | "below";
  readonly threshold: number;
  readonly periodSeconds: number;
  /** So many of the last periods must be bad. */
  readonly badPeriods: readonly [count: number, of: number];
  /** What it means that nothing was measured. */
  readonly silence: "breaching" | "notBreaching";
}

/** A look at costs tells its failure where people are told of costs, and the next look makes up for it. */
const alarmedWorkflows = workflows.filter((one) => one !== "cost-check");

/** What the alarms of a Region are about. */
export interface Watched<Text = string> {
  /** Name of the deployment. */
  readonly name: string;
  readonly regionId: string;
  readonly otherRegionId: string;
  readonly vantageIds: readonly string[];
  readonly clouds: readonly string[];
  /** Names of all queues of dead letters. */
  readonly deadLetterQueues: readonly string[];
  /** ARNs of the state machines. */
  readonly workflowArns: Readonly<Record<WorkflowName, string>>;
  readonly apiId: Text;
}

/**
 * The functions a move hangs on outside of any workflow: what sees, decides, tells and takes back. A step inside a workflow
 * needs no alarm of its own: its failure ends in the workflow's, or in an outcome, and each of those has one.
 */
export const chainFunctions = [
  "probe-burst",
  "record-snapshot",
  "consider-failover",
  "consider-failback",
  "store-plan",
  "raise-alert",
  "renew-overrides",
  "watch-overrides",
  "record-override-end",
  "hold-region",
  "resume-in-region",
  "reconsider-paths",
] as const satisfies readonly FunctionName[];

const MINUTE = 60;
const once = { statistic: "Sum", is: "above", threshold: 0, periodSeconds: MINUTE, badPeriods: [1, 1] } as const;
const quiet = { ...once, silence: "notBreaching" } as const;

/** Every alarm of a Region, and no two of one name. */
export function alarmsOf<Text>(watched: Watched<Text>): readonly AlarmSpec<Text>[] {
  return [
    ...silenceAlarms(watched),
    ...moveAlarms(watched),
    ...functionAlarms(watched),
    ...deliveryAlarms(watched),
    ...tableAlarms(watched),
    ...regionAlarms(watched),
    {
      ...quiet,
      name: "identity-not-refreshed",
      says: "Credentials for another cloud are due and do not come. What is in hand is good for minutes yet. docs/operations/runbooks/credential-loss.md.",
      metrics: own(watched, "IdentityFailureCount"),
    },
    ...cloudAlarms(watched),
    {
      ...quiet,
      name: "api-errors",
      says: "The API answers with errors of its own; people cannot order. Orders still go by `skylane` in the other Region.",
      metrics: [aws("5xx", { ApiId: watched.apiId })],
      badPeriods: [3, 5],
    },
  ];
}

/** Nothing is heard of what must be heard every minute. */
function silenceAlarms<Text>(watched: Watched<Text>): AlarmSpec<Text>[] {
  const absent = { ...once, is: "below", threshold: 1, silence: "breaching" } as const;
  return [
    ...watched.vantageIds.map((vantageId): AlarmSpec<Text> => {
      const metrics = own(watched, "SnapshotCount", { vantageId });
      return {
        ...absent,
        name: `no-snapshots-${vantageId}`,
        says: `Nothing was heard of vantage ${vantageId} for three minutes: its paths are unknown, and nothing is moved by what it saw. Look at its function or agent, and at its sign-in to AWS.`,
        metrics,
        badPeriods: [3, 3],
      };
    }),
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
          metrics: [aws("Invocations", { FunctionName: functionName(watched, target) })],
          badPeriods: [3, 3],
        }),
      ),
  ];
}

/** Moves that did not end well. */
function moveAlarms<Text>(watched: Watched<Text>): AlarmSpec<Text>[] {
  return [
    ...alarmedWorkflows.map((workflow): AlarmSpec<Text> => {
      const of = { StateMachineArn: watched.workflowArns[workflow] };
      return {
        ...quiet,
        name: `workflow-failed-${workflow}`,
        says: `A ${workflow} ended without an outcome. The watchdog takes a move's routes back when their lease runs out: docs/operations/runbooks/stuck-execution.md. What a provision has made stays: docs/operations/runbooks/stuck-run.md.`,
        metrics: [aws("ExecutionsFailed", of), aws("ExecutionsTimedOut", of), aws("ExecutionsAborted", of)],
      };
    }),
    {
      ...quiet,
      name: "run-stuck",
      says: "What a run has made could not be taken away again: it costs money and may carry traffic. docs/operations/runbooks/stuck-run.md.",
      metrics: own(watched, "StuckRunCount"),
    },
    {
      ...quiet,
      name: "move-needs-human",
      says: "A move could neither be proven nor undone: routes are not as anybody wanted them. `skylane failover history` names the incident.",
      metrics: own(watched, "NeedsHumanCount"),
    },
    {
      ...quiet,
      name: "move-rolled-back",
      says: "A move could not be proven by traffic and was undone; the primary is still bad. `skylane failover history` says why.",
      metrics: own(watched, "CompensatedMoveCount"),
    },
    {
      ...quiet,
      name: "fail-back-not-proven",
      says: "A fail back could not be proven and was undone; traffic is still on the backup.",
      metrics: own(watched, "UnprovenFailbackCount"),
    },
    {
      ...quiet,
      name: "override-ended",
      says: "The watchdog took a move back: nobody renewed it, or its target was dead.",
      metrics: own(watched, "OverrideEndCount"),
    },
    {
      ...quiet,
      name: "override-not-watched",
      says: "The watchdog cannot look after an override: its table or its cloud does not answer.",
      metrics: own(watched, "UnwatchedOverrideCount"),
      badPeriods: [3, 5],
    },
  ];
}

/** Functions that fail, or that AWS does not let run. */
const functionAlarms = <Text>(watched: Watched<Text>): AlarmSpec<Text>[] =>
  chainFunctions.map((name) => {
    const of = { FunctionName: functionName(watched, name) };
    return {
      ...quiet,
      name: `function-fails-${name}`,
      says: `${name} fails or is throttled, again and again. Its log group has the reason.`,
      metrics: [aws("Errors", of), aws("Throttles", of)],
      badPeriods: [3, 5],
    };
  });

/** What was not delivered. */
const deliveryAlarms = <Text>(watched: Watched<Text>): AlarmSpec<Text>[] => [
  ...[...queuesByDomain(watched)].map(([domain, [first, ...others]]): AlarmSpec<Text> => {
    const letters = (queue: string) => aws<Text>("ApproximateNumberOfMessagesVisible", { QueueName: queue });
    return {
      ...quiet,
      name: `dead-letters-${domain}`,
      says: `Something was not delivered in time: docs/operations/runbooks/replay.md. The number says where, added up: ${[first, ...others].map((queue, i) => `${whichOf(i)} = ${queue}`).join(", ")}.`,
      metrics: [letters(first), ...others.map(letters)],
      isWhich: true,
      statistic: "Maximum",
      periodSeconds: 5 * MINUTE,
    };
  }),
  ...rules
    .filter(({ target }) => isInChain(target))
    .map((rule): AlarmSpec<Text> => {
      const of = { EventBusName: watched.name, RuleName: rule.name };
      return {
        ...quiet,
        name: `rule-fails-${rule.name}`,
        says: `The bus could not hand events to ${rule.target}, or not even to its queue of dead letters, where they would be kept.`,
        metrics: [aws("FailedInvocations", of), aws("InvocationsFailedToBeSentToDlq", of)],
        badPeriods: [2, 5],
      };
    }),
];

/** Metrics that one alarm can look at. @see CloudWatch user guide, metric math in alarms (read 2026-11) */
const MOST_METRICS = 10;

/** What the i-th metric of an alarm with `isWhich` adds to its value while it is above 0: the sum tells them apart. */
export const whichOf = (i: number): number => 2 ** i;

/** Queues of dead letters by the domain of their functions, no more of one than an alarm can look at. */
function queuesByDomain({ name, deadLetterQueues }: Pick<Watched, "name" | "deadLetterQueues">) {
  const specs: Readonly<Record<string, FunctionSpec>> = functions;
  const domainOf = (queue: string): string =>
    specs[queue.slice(name.length + 1).replace(/-dead$/, "")]?.entry.split("/")[0] ?? "others";
  const groups = new Map<string, [string, ...string[]]>();
  for (const queue of deadLetterQueues) {
    const domain = domainOf(queue);
    const key = (n: number): string => (n === 1 ? domain : `${domain}-${n}`);
    let n = 1;
    while ((groups.get(key(n))?.length ?? 0) >= MOST_METRICS) n += 1;
    const group = groups.get(key(n));
    if (group) group.push(queue);
    else groups.set(key(n), [queue]);
  }
  return groups;
}

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

/** Which Region acts. */
const regionAlarms = <Text>(watched: Watched<Text>): AlarmSpec<Text>[] => [
  {
    ...quiet,
    name: "region-taken",
    says: `${watched.regionId} acts from now on, because the other Region did not stir: docs/operations/runbooks/region-loss.md.`,
    metrics: own(watched, "TakenRegionCount"),
  },
  {
    ...quiet,
    name: "region-lease-unreadable",
    says: "The table that says which Region acts cannot be read or written here: this Region does nothing until it can.",
    metrics: own(watched, "UnreadableLeaseCount"),
    badPeriods: [3, 5],
  },
];

/** Clouds that do not let Skylane in. */
const cloudAlarms = <Text>(watched: Watched<Text>): AlarmSpec<Text>[] =>
  watched.clouds.map((cloud) => ({
    ...quiet,
    name: `not-all-seen-of-${cloud}`,
    says: `Discovery was refused some of what it asks ${cloud}, two looks in a row: a credential or permission is missing. docs/operations/runbooks/credential-loss.md.`,
    metrics: own(watched, "DiscoveryGapCount", { cloud }),
    // discovery looks every hour
    periodSeconds: 3_600,
    badPeriods: [2, 2],
  }));

const isInChain = (name: FunctionName): boolean => chainFunctions.some((one) => one === name);
const functionName = ({ name }: Pick<Watched, "name">, one: FunctionName): string => `${name}-${one}`;

const aws = <Text>(metricName: AwsMetric, dimensions: AlarmMetric<Text>["dimensions"]): AlarmMetric<Text> => ({
  namespace: awsMetrics[metricName].namespace,
  metricName,
  dimensions,
});

/** A metric of Skylane's own; its namespace is the deployment's name. */
const own = (
  { name }: Pick<Watched, "name">,
  metricName: LogMetricName,
  dimensions: Readonly<Record<string, string>> = {},
): readonly [AlarmMetric] => {
  const { by } = logMetrics[metricName] as { by?: string };
  const given = Object.keys(dimensions).join();
  // an alarm that names another dimension than the metric has would never go off
  if (given !== (by ?? "")) throw new Error(`${metricName} is told apart by "${by ?? ""}", not by "${given}"`);
  return [{ namespace: name, metricName, dimensions }];
};
