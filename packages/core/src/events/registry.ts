import * as z from "zod";
import { AccessRefused } from "./access-events.ts";
import { AlarmRaised } from "./alarm-events.ts";
import { ChatOrderReceived } from "./chat-events.ts";
import type { CloudEvent } from "./cloud-event.ts";
import { cloudEventOf } from "./cloud-event.ts";
import {
  AnomalyFound,
  BudgetExceeded,
  CostCheckFailed,
  CostRecommended,
  ResidualFound,
  RowsIngested,
} from "./cost-events.ts";
import { DrillAborted, DrillCompleted } from "./drill-events.ts";
import {
  ApprovalAsked,
  ApprovalDecided,
  FailedBack,
  FailoverCompleted,
  FailoverRefused,
  FailoverRolledBack,
  FailoverStarted,
  KillSwitchSet,
  OverrideEnded,
  OverrideSet,
} from "./failover-events.ts";
import { PathStateChanged, SnapshotTaken } from "./health-events.ts";
import {
  ClarificationAsked,
  IntentApprovalAsked,
  IntentApproved,
  IntentDocumented,
  IntentFulfilled,
  IntentRejected,
  IntentRolledBack,
  IntentStepCompleted,
  IntentSubmitted,
  IntentUndone,
} from "./intent-events.ts";
import { PlanUpdated, RecommendationMade } from "./paths-events.ts";
import { CapacityExhaustionPredicted, DegradationPassed, DegradationPredicted } from "./prediction-events.ts";
import { RegionTaken } from "./regions-events.ts";
import { BurnRateExceeded, BurnRateRecovered } from "./slo-events.ts";
import { CloudLookedAt, DriftFound, SnapshotCompleted } from "./topology-events.ts";

/** What each event says, what emits it, and its schema: the one list that docs/events.md and the JSON Schemas come from. */
export const eventRegistry = {
  "health.path-state-changed.v1": { says: "a path changed its state as one vantage sees it", data: PathStateChanged },
  "health.snapshot-taken.v1": { says: "every path of one vantage, once a minute", data: SnapshotTaken },
  "alarm.raised.v1": { says: "a cloud raised or cleared an alarm of its own", data: AlarmRaised },
  "health.degradation-predicted.v1": {
    says: "a path is likely to get worse than it may be, or most paths of a vantage are: when, and what could be done",
    data: DegradationPredicted,
  },
  "health.degradation-passed.v1": { says: "what was predicted of a path or vantage is over", data: DegradationPassed },
  "health.capacity-exhaustion-predicted.v1": {
    says: "a connection will be full before a new one could be built: when, and between when and when",
    data: CapacityExhaustionPredicted,
  },
  "slo.burn-rate-exceeded.v1": {
    says: "a path uses up its error budget faster than it may",
    data: BurnRateExceeded,
  },
  "slo.burn-rate-recovered.v1": {
    says: "a path uses up its error budget no faster than it may",
    data: BurnRateRecovered,
  },
  "topology.cloud-looked-at.v1": {
    says: "a function within a cloud looked at it, and its answer waits to be joined",
    data: CloudLookedAt,
  },
  "topology.snapshot-completed.v1": { says: "a look at the estate is stored", data: SnapshotCompleted },
  "topology.drift-found.v1": { says: "the estate is not what it was at the look before", data: DriftFound },
  "paths.plan-updated.v1": { says: "which path a group shall use and which stands by", data: PlanUpdated },
  "paths.recommendation-made.v1": {
    says: "another choice of paths for all flows is better than today's",
    data: RecommendationMade,
  },
  "failover.started.v1": { says: "a move of a group's traffic began", data: FailoverStarted },
  "failover.completed.v1": {
    says: "traffic is on the backup, read back and proven by traffic",
    data: FailoverCompleted,
  },
  "failover.refused.v1": { says: "nothing was touched, and why", data: FailoverRefused },
  "failover.rolled-back.v1": { says: "a move could not be proven and was undone", data: FailoverRolledBack },
  "failover.failed-back.v1": { says: "traffic is on the primary again, proven", data: FailedBack },
  "failover.override-set.v1": { says: "a person ordered to keep off a path, or to keep to it", data: OverrideSet },
  "failover.override-ended.v1": {
    says: "the watchdog ended an override whose lease ran out or whose target is dead, or could not",
    data: OverrideEnded,
  },
  "failover.approval-asked.v1": { says: "a move that reaches far waits for an approver", data: ApprovalAsked },
  "failover.approval-decided.v1": {
    says: "a person approved or rejected a move, or it was out of date",
    data: ApprovalDecided,
  },
  "failover.kill-switch-set.v1": { says: "a person stopped every actuation, or let them go on", data: KillSwitchSet },
  "access.refused.v1": {
    says: "somebody ordered what they may not; once per person and ten minutes",
    data: AccessRefused,
  },
  "chat.order-received.v1": {
    says: "an order from Slack was acknowledged and put away; it is carried out and answered now",
    data: ChatOrderReceived,
  },
  "drill.completed.v1": { says: "a drill ran to its end: what it measured, against its target", data: DrillCompleted },
  "drill.aborted.v1": { says: "a drill was broken off, or a guard kept it from beginning", data: DrillAborted },
  "regions.region-taken.v1": {
    says: "a Region's stack acts from now on, because the one that did does not stir",
    data: RegionTaken,
  },
  "intent.submitted.v1": { says: "somebody asked for connections", data: IntentSubmitted },
  "intent.clarification-asked.v1": {
    says: "a request for connections waits for answers to questions",
    data: ClarificationAsked,
  },
  "intent.approval-asked.v1": { says: "a plan for connections waits for signatures", data: IntentApprovalAsked },
  "intent.approved.v1": { says: "a plan for connections may be carried out", data: IntentApproved },
  "intent.rejected.v1": {
    says: "a request for connections was turned down, taken back, or ran out",
    data: IntentRejected,
  },
  "intent.step-completed.v1": { says: "objects of a plan were made, or taken away", data: IntentStepCompleted },
  "intent.fulfilled.v1": { says: "connections stand, proven by traffic", data: IntentFulfilled },
  "intent.rolled-back.v1": {
    says: "connections could not be built or proven, and were undone",
    data: IntentRolledBack,
  },
  "intent.undone.v1": { says: "connections were taken away because somebody wanted that", data: IntentUndone },
  "intent.documented.v1": {
    says: "documents of connections were written, or say now that they were taken back",
    data: IntentDocumented,
  },
  "cost.rows-ingested.v1": {
    says: "a cloud's bill of a month, or a newer one for the same month, was taken",
    data: RowsIngested,
  },
  "cost.anomaly-found.v1": {
    says: "something costs more than it should, has got worse, is explained at last, or is over",
    data: AnomalyFound,
  },
  "cost.recommendation-raised.v1": {
    says: "there is a way to pay less, or the bill shows what became of one",
    data: CostRecommended,
  },
  "cost.budget-exceeded.v1": {
    says: "a threshold of a budget is passed, or foreseen to be",
    data: BudgetExceeded,
  },
  "cost.residual-found.v1": {
    says: "the bill of a month is another than the meter's by more than list prices explain; once a month",
    data: ResidualFound,
  },
  "cost.check-failed.v1": {
    says: "what was carried, or a bill, could not be looked at; once a day for the same",
    data: CostCheckFailed,
  },
} as const satisfies Readonly<Record<string, { readonly says: string; readonly data: z.ZodType }>>;

/** The name of an event, `<domain>.<noun>-<past-verb>.v<n>`. */
export type EventType = keyof typeof eventRegistry;
/** What an event of that name says. */
export type EventData<Type extends EventType> = z.infer<(typeof eventRegistry)[Type]["data"]>;
/** An event of that name. */
export type EventOf<Type extends EventType> = Type extends EventType ? CloudEvent<Type, EventData<Type>> : never;
/** Any event of the registry. */
export type SkylaneEvent = { [Type in EventType]: EventOf<Type> }[EventType];

/** Every event name, in the order of the registry. */
export const eventTypes = Object.keys(eventRegistry) as readonly EventType[];

/** Schema of a whole event, envelope and data. */
export const eventSchema = <Type extends EventType>(type: Type) =>
  cloudEventOf(type, eventRegistry[type].data) as unknown as z.ZodType<EventOf<Type>>;

/** Schema of any event of the registry, told apart by `type`. */
export const AnyEvent: z.ZodType<SkylaneEvent> = z
  .looseObject({ type: z.enum(eventTypes as [EventType, ...EventType[]]) })
  .transform((value, context) => {
    const parsed = eventSchema(value.type).safeParse(value);
    if (parsed.success) return parsed.data as SkylaneEvent;
    for (const issue of parsed.error.issues)
      context.addIssue({ code: "custom", message: issue.message, path: [...issue.path] });
    return z.NEVER;
  });
