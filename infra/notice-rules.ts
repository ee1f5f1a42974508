import { type EventType, eventSource } from "@skylane/core";

/** A rule whose matches people are told of at once, by a mail about Skylane: no function and no metric is between. */
export interface NoticeRule {
  readonly name: string;
  /** The account's own bus, where AWS's services tell what they do; absent = Skylane's. */
  readonly isOnDefaultBus?: true;
  /** What it means, and where to look. */
  readonly says: string;
  /** What the mail says of the event besides: names and ids, by their place in it. */
  readonly shows: Readonly<Record<string, string>>;
  readonly pattern: Readonly<Record<string, unknown>>;
}

/** What the notices of a Region are about. */
interface Noticed {
  /** ARNs of the state machines. */
  readonly workflowArns: readonly string[];
}

/** Events of this type whose data is so; not those that are replayed, for what they tell was told. */
const on = (type: EventType, data?: Readonly<Record<string, readonly unknown[]>>) => ({
  source: [eventSource(type)],
  "detail-type": [type],
  "replay-name": [{ exists: false }],
  ...(data && { detail: { data } }),
});
const move = {
  incident: "$.detail.data.incidentId",
  group: "$.detail.data.groupId",
  path: "$.detail.data.fromPathId",
};

/**
 * What goes wrong and is an event: a workflow without an outcome, as AWS tells it, and what Skylane says of its own moves. `raise-alert`
 * tells people of most of these in the channel they chose; this way needs nothing of Skylane but that the event was sent.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html (read 2026-11)
 */
export const noticesOf = ({ workflowArns }: Noticed): readonly NoticeRule[] => [
  {
    name: "workflow-failed",
    isOnDefaultBus: true,
    says: "A workflow ended without an outcome. The watchdog takes a move's routes back when their lease runs out: docs/operations/runbooks/stuck-execution.md. What a provision has made stays: docs/operations/runbooks/stuck-run.md.",
    shows: { workflow: "$.detail.stateMachineArn", execution: "$.detail.name", status: "$.detail.status" },
    pattern: {
      source: ["aws.states"],
      "detail-type": ["Step Functions Execution Status Change"],
      detail: { status: ["FAILED", "TIMED_OUT", "ABORTED"], stateMachineArn: workflowArns },
    },
  },
  {
    name: "move-needs-human",
    says: "A move could neither be proven nor undone: routes are not as anybody wanted them. `skylane failover history` says more.",
    shows: move,
    pattern: on("failover.rolled-back.v1", { isRestored: [false] }),
  },
  {
    name: "move-rolled-back",
    says: "A move could not be proven by traffic and was undone; the primary is still bad. `skylane failover history` says why.",
    shows: move,
    pattern: on("failover.rolled-back.v1", { isRestored: [true] }),
  },
  {
    name: "fail-back-not-proven",
    says: "A fail back could not be proven and was undone; traffic is still on the backup.",
    shows: move,
    pattern: on("failover.refused.v1", { rule: ["failback-not-proven"] }),
  },
  {
    name: "override-ended",
    says: "The watchdog took a move back: nobody renewed it, or its target was dead.",
    shows: { ...move, outcome: "$.detail.data.outcome" },
    pattern: on("failover.override-ended.v1"),
  },
  {
    name: "region-taken",
    says: "Another Region acts from now on, because the one that did would not stir: docs/operations/runbooks/region-loss.md.",
    shows: { region: "$.detail.data.regionId" },
    pattern: on("regions.region-taken.v1"),
  },
];

/** The text of the mail, with a place in angle brackets for each thing that the event says. */
export const wordNotice = (where: string, { name, says, shows }: NoticeRule): string =>
  `${where}: ${name}. ${says} ${Object.keys(shows)
    .map((key) => `${key}: <${key}>`)
    .join(", ")}.`;
