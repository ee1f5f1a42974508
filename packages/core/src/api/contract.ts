import * as z from "zod";
import type { routes } from "../deployment/manifest.ts";
import { OverrideSet } from "../events/failover-events.ts";
import { Approval, ApprovalId, ApprovalVerdict } from "../model/approval.ts";
import { CostAnomaly, CostAnomalyId } from "../model/cost/anomaly.ts";
import { CostRecommendation } from "../model/cost/recommendation.ts";
import { DrillReport } from "../model/drill.ts";
import { DrillId, DrillRunId } from "../model/drill-kind.ts";
import { FlowId, IncidentId, IntentId, PathId } from "../model/ids.ts";
import { IntentRequest } from "../model/intent.ts";
import { IntentRun } from "../model/intent-run.ts";
import { DrainRequest, PathOverrideRequest } from "../model/path-override.ts";
import { PathPlan } from "../model/path-plan.ts";
import type { Action } from "../model/person.ts";
import { WeekReport } from "../model/week-report.ts";
import {
  CostAllocations,
  CostAnomalyList,
  CostAnomalyOrder,
  CostAnomalyOrderPath,
  CostBills,
  CostBillsQuery,
  CostFixPlan,
  CostForecastList,
  CostMeter,
  CostMonthQuery,
  CostRecommendationList,
  CostRecommendationOrder,
  CostRecommendationOrderPath,
  CostReconciliation,
  CostScopeQuery,
  CostSpend,
  CostSummary,
  CostTransfers,
} from "./costs.ts";
import { DrillAccepted, DrillList, DrillRunRequest, DrillSummary, ReportKey } from "./drills.ts";
import { FlowExplanationView } from "./explanations.ts";
import { IncidentRecord } from "./incident-record.ts";
import { IntentBatch, IntentList, IntentOrderBody, IntentOrderPath, IntentView, intentActions } from "./intents.ts";
import { Me } from "./me.ts";
import { PathDetail, PathDetailQuery } from "./paths.ts";
import { DrillSummaryQuery, EventQuery, SnapshotQuery, TopologyQuery, WeekReportQuery } from "./queries.ts";
import { AskQuery, QueryAnswer, RequestTraceId, RequestView } from "./query.ts";
import { SettingsView } from "./settings.ts";
import { SloList } from "./slos.ts";
import { SpansTaken } from "./spans-taken.ts";
import { StatusView } from "./status.ts";
import { IncidentTraceView } from "./traces.ts";
import {
  ApprovalList,
  DrainAccepted,
  EventPage,
  FailoverRequest,
  FlowList,
  IncidentList,
  KillSwitchRequest,
  KillSwitchView,
  MoveAccepted,
  OverrideList,
  Overview,
  PlanList,
  SnapshotList,
  TopologyView,
} from "./views.ts";
import { WhatIfImpact, WhatIfList, WhatIfRequest } from "./what-if.ts";

/** What one route of the HTTP API takes and answers. */
export interface RouteContract {
  /** One line. */
  readonly summary: string;
  /** What leave is asked for, by what is ordered; absent = it shows something, or checks a signature of its own. */
  readonly actions?: readonly Action[];
  readonly path?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** The body is a form, as Slack sends it. */
  readonly isForm?: true;
  /** The body is OTLP's, and refusals are answered as OTLP says. */
  readonly isOtlp?: true;
  /** Status of a good answer; absent = 200. */
  readonly statusCode?: 202;
  readonly answer: z.ZodType;
  /** It answers Markdown, a text, in place of JSON. */
  readonly isMarkdown?: true;
  /** It answers metrics, a text in the form that is asked for, in place of JSON. */
  readonly isMetrics?: true;
  /** It answers a page in HTML to who would rather have that than JSON. */
  readonly isPage?: true;
  /** What it may refuse beside what any route may: something that is not there, or an order that does not fit where things stand. */
  readonly refusals?: readonly (404 | 409)[];
}

type RouteKey = (typeof routes)[number] extends infer Route
  ? Route extends { readonly method: infer Method extends string; readonly path: infer Path extends string }
    ? `${Method} ${Path}`
    : never
  : never;

const id = <Id extends z.ZodType>(schema: Id) => z.looseObject({ id: schema });

/** Every route of the manifest, and what it takes and answers: the handlers are compared with it, docs/openapi.json is made of it. */
export const contract: Readonly<Record<RouteKey, RouteContract>> = {
  "GET /v1/openapi.json": { summary: "this description", answer: z.looseObject({ openapi: z.string() }) },
  "GET /v1/me": { summary: "who asks, and what they may do", answer: Me },
  "GET /v1/overview": { summary: "all that the first page shows", answer: Overview },
  "GET /metrics": {
    summary: "what is known now as metrics, for Prometheus",
    answer: z.string(),
    isMetrics: true,
  },
  "GET /v1/slos": { summary: "error budgets of paths, and how fast they are used up", answer: SloList },
  "GET /v1/status": {
    summary: "the status page: components by their public names, and incidents of 90 days",
    answer: StatusView,
    isPage: true,
    refusals: [404],
  },
  "GET /v1/reports/week": {
    summary: "a week: recoveries, availability, drills, savings, costs, and what needs people",
    query: WeekReportQuery,
    answer: WeekReport,
    isPage: true,
  },
  "GET /v1/topology": {
    summary: "the network as it was seen last, or at a snapshot",
    query: TopologyQuery,
    answer: TopologyView,
    refusals: [404],
  },
  "GET /v1/topology/snapshots": { summary: "what was seen when", query: SnapshotQuery, answer: SnapshotList },
  "GET /v1/what-if": {
    summary: "every single failure there can be, and what it does to the flows",
    answer: WhatIfList,
  },
  "POST /v1/what-if": {
    summary: "what becomes of the flows if all of these fail at once; nothing is broken",
    actions: ["look"],
    body: WhatIfRequest,
    answer: WhatIfImpact,
    refusals: [404],
  },
  "GET /v1/flows": { summary: "the flows that are declared", answer: FlowList },
  "GET /v1/incidents": { summary: "the last incidents", answer: IncidentList },
  "GET /v1/incidents/{id}/record": {
    summary: "everything that is known of one incident",
    path: id(IncidentId),
    answer: IncidentRecord,
    refusals: [404],
  },
  "GET /v1/paths/{id}": {
    summary: "what is stored of one path: minutes, changes of state, what was learnt, its group's plan and flows",
    path: id(PathId),
    query: PathDetailQuery,
    answer: PathDetail,
    refusals: [404],
  },
  "GET /v1/settings": {
    summary: "how far Skylane goes, by what limits, and who may order it",
    answer: SettingsView,
  },
  "GET /v1/incidents/{id}/trace": {
    summary: "what was done in one incident, and how long each part took",
    path: id(IncidentId),
    answer: IncidentTraceView,
    refusals: [404],
  },
  "GET /v1/query": {
    summary: "a question in words over requests, paths, events and incidents, answered as a table and a picture",
    query: AskQuery,
    answer: QueryAnswer,
  },
  "GET /v1/requests/{traceId}": {
    summary: "one request of an application, through all of its services",
    path: z.looseObject({ traceId: RequestTraceId }),
    answer: RequestView,
    refusals: [404],
  },
  "GET /v1/plans": { summary: "the failover plans that are stored", answer: PlanList },
  "GET /v1/path-plan": { summary: "which way each flow should take", answer: PathPlan, refusals: [404] },
  "GET /v1/path-plan/flows/{id}": {
    summary: "why one flow goes where it goes",
    path: id(FlowId),
    answer: FlowExplanationView,
    refusals: [404],
  },
  "GET /v1/events": { summary: "what happened, oldest first", query: EventQuery, answer: EventPage },
  "POST /v1/failovers": {
    summary: "move a group off its primary path",
    actions: ["order-failover"],
    body: FailoverRequest,
    statusCode: 202,
    answer: MoveAccepted,
    refusals: [404, 409],
  },
  "POST /v1/incidents/{id}/fail-back": {
    summary: "move a group back",
    actions: ["order-failback"],
    path: id(IncidentId),
    statusCode: 202,
    answer: MoveAccepted,
    refusals: [404, 409],
  },
  "GET /v1/overrides": { summary: "routes that moves hold, and people's orders for paths", answer: OverrideList },
  "PUT /v1/paths/{id}/override": {
    summary: "keep off a path, keep to it, or leave it to Skylane",
    actions: ["override-path"],
    path: id(PathId),
    body: PathOverrideRequest,
    answer: OverrideSet,
    refusals: [404, 409],
  },
  "POST /v1/paths/{id}/drain": {
    summary: "move traffic off a path and keep it off",
    actions: ["drain-path"],
    path: id(PathId),
    body: DrainRequest,
    statusCode: 202,
    answer: DrainAccepted,
    refusals: [404, 409],
  },
  "GET /v1/drills": { summary: "the drills that are configured, and their last runs", answer: DrillList },
  "GET /v1/drills/summary": {
    summary: "what was drilled in a month",
    query: DrillSummaryQuery,
    answer: DrillSummary,
  },
  "GET /v1/drills/key": { summary: "the key that seals reports", answer: ReportKey, refusals: [404, 409] },
  "GET /v1/drills/runs/{id}": {
    summary: "the report of one run",
    path: id(DrillRunId),
    answer: DrillReport,
    refusals: [404],
  },
  "POST /v1/drills/{id}/run": {
    summary: "run a drill now",
    actions: ["run-drill"],
    path: id(DrillId),
    body: DrillRunRequest,
    statusCode: 202,
    answer: DrillAccepted,
    refusals: [404, 409],
  },
  "PUT /v1/kill-switch": {
    summary: "stop every move, or let them go on",
    actions: ["set-kill-switch"],
    body: KillSwitchRequest,
    answer: KillSwitchView,
  },
  "GET /v1/kill-switch": { summary: "whether every move is stopped, by whom, why", answer: KillSwitchView },
  "GET /v1/approvals": { summary: "moves that wait for an approver, and the last verdicts", answer: ApprovalList },
  "POST /v1/approvals/{id}/approve": {
    summary: "let a move go, as it was shown",
    actions: ["decide-approval"],
    path: id(ApprovalId),
    body: ApprovalVerdict,
    statusCode: 202,
    answer: Approval,
    refusals: [404, 409],
  },
  "POST /v1/approvals/{id}/reject": {
    summary: "turn a move down",
    actions: ["decide-approval"],
    path: id(ApprovalId),
    body: ApprovalVerdict,
    answer: Approval,
    refusals: [404, 409],
  },
  "POST /v1/intents": {
    summary: "ask for a connection, in words or in slots; nothing is built before its plan is approved",
    actions: ["ask-intent"],
    body: IntentRequest,
    statusCode: 202,
    answer: IntentRun,
    refusals: [409],
  },
  "POST /v1/intents:bulk": {
    summary: "ask for many connections that are designed together",
    actions: ["ask-intent"],
    body: IntentBatch,
    statusCode: 202,
    answer: IntentRun,
    refusals: [409],
  },
  "GET /v1/intents": { summary: "what was asked for, newest first", answer: IntentList },
  "GET /v1/intents/{id}": {
    summary: "one request: its plan, what was made, and what proves it",
    path: id(IntentId),
    answer: IntentView,
    refusals: [404],
  },
  "GET /v1/intents/{id}/document": {
    summary: "what stands, or stood, as a document: owner, way, objects, evidence, cost, runbook",
    path: id(IntentId),
    answer: z.string(),
    isMarkdown: true,
    refusals: [404, 409],
  },
  "POST /v1/intents/{id}": {
    summary: "approve, reject, cancel or undo it: {id} is the intent and what to do, in-20261121-7f3a9c:approve",
    actions: [...new Set(Object.values(intentActions))],
    path: id(IntentOrderPath),
    body: IntentOrderBody,
    statusCode: 202,
    answer: IntentRun,
    refusals: [404, 409],
  },
  "GET /v1/costs/summary": {
    summary: "where the month stands, and what needs somebody",
    query: CostMonthQuery,
    answer: CostSummary,
  },
  "GET /v1/costs/spend": {
    summary: "what each of a kind cost, day by day",
    query: CostScopeQuery,
    answer: CostSpend,
  },
  "GET /v1/costs/allocations": {
    summary: "who pays what of a month, exactly",
    query: CostScopeQuery,
    answer: CostAllocations,
  },
  "GET /v1/costs/transfers": {
    summary: "what data on its way cost, from where to where",
    query: CostMonthQuery,
    answer: CostTransfers,
  },
  "GET /v1/costs/anomalies": { summary: "what costs more than it should, and why", answer: CostAnomalyList },
  "POST /v1/costs/anomalies/{id}": {
    summary: "snooze, dismiss or confirm it: {id} is the anomaly and what to do, ca-flow-k3x9-th2a-th2c:snooze",
    actions: ["judge-cost"],
    path: id(CostAnomalyOrderPath),
    body: CostAnomalyOrder,
    answer: CostAnomaly,
    refusals: [404, 409],
  },
  "GET /v1/costs/anomalies/{id}/plan": {
    summary: "how misrouted flows come back to their dedicated link: what would change, and what the guards say of it",
    path: id(CostAnomalyId),
    answer: CostFixPlan,
    refusals: [404, 409],
  },
  "GET /v1/costs/recommendations": {
    summary: "ways to pay less, and what became of them by the bill",
    answer: CostRecommendationList,
  },
  "POST /v1/costs/recommendations/{id}": {
    summary: "accept or dismiss it, or say that it is done: {id} is it and what to do, cr-zombie-vpn-k3x9:accept",
    actions: ["judge-cost"],
    path: id(CostRecommendationOrderPath),
    body: CostRecommendationOrder,
    answer: CostRecommendation,
    refusals: [404, 409],
  },
  "GET /v1/costs/forecasts": {
    summary: "where the month will end, and how budgets stand",
    answer: CostForecastList,
  },
  "GET /v1/costs/bills": {
    summary: "what was taken of each bill, and what was set aside and why",
    query: CostBillsQuery,
    answer: CostBills,
  },
  "GET /v1/costs/reconciliation": {
    summary: "the meter of a month against its bill, and why they differ",
    query: CostMonthQuery,
    answer: CostReconciliation,
  },
  "GET /v1/costs/meter": { summary: "the last day of each link, as clouds count it", answer: CostMeter },
  "POST /otlp/v1/traces": {
    summary: "spans of applications' requests, by OTLP",
    isOtlp: true,
    answer: SpansTaken,
  },
  "POST /v1/slack/commands": { summary: "/skylane in Slack", isForm: true, answer: z.unknown() },
  "POST /v1/slack/interactions": { summary: "buttons and forms in Slack", isForm: true, answer: z.unknown() },
  "POST /v1/slack/options": {
    summary: "services to choose from in a form in Slack",
    isForm: true,
    answer: z.unknown(),
  },
};
