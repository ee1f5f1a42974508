export { contract, type RouteContract } from "./contract.ts";
export {
  CostAllocations,
  CostAnomalyList,
  CostAnomalyOrder,
  CostAnomalyOrderPath,
  CostAnomalyVerb,
  CostBills,
  CostBillsQuery,
  CostFixPlan,
  CostForecastList,
  CostMeter,
  CostMonthQuery,
  CostRecommendationList,
  CostRecommendationOrder,
  CostRecommendationOrderPath,
  CostRecommendationVerb,
  CostReconciliation,
  CostScopeQuery,
  CostSpend,
  CostSummary,
  CostTransfers,
  PlannedOrder,
  SpendSeries,
  TransferView,
} from "./costs.ts";
export { DrillAccepted, DrilledPath, DrillList, DrillRunRequest, DrillSummary, ReportKey } from "./drills.ts";
export { foldSpans, type ShownSpan, shownSpans } from "./fold-spans.ts";
export { type FlowCost, IncidentRecord } from "./incident-record.ts";
export {
  IntentBatch,
  IntentList,
  IntentOrderBody,
  IntentOrderPath,
  IntentVerb,
  IntentView,
  intentActions,
} from "./intents.ts";
export { Me } from "./me.ts";
export { openApiDocument } from "./openapi.ts";
export { PathDetail, PathDetailQuery, PathMinute } from "./paths.ts";
export { DrillSummaryQuery, EventQuery, SnapshotQuery, TopologyQuery, WeekReportQuery } from "./queries.ts";
export {
  type AnsweredQuery,
  AskQuery,
  QueryAnswer,
  QueryCell,
  QueryChart,
  QueryColumn,
  QueryInsight,
  RequestTraceId,
  RequestView,
} from "./query.ts";
export { scopeOf, scopes } from "./scopes.ts";
export { SettingsView } from "./settings.ts";
export { PAGE_CONFIG_PATH, PageSignIn } from "./sign-in.ts";
export { BurnRateView, SloList, SloView } from "./slos.ts";
export { SpansTaken } from "./spans-taken.ts";
export { StatusDay, StatusLevel, StatusView } from "./status.ts";
export { IncidentTraceView, TraceSpanView, TraceView } from "./traces.ts";
export {
  ApprovalList,
  ConnectionView,
  DrainAccepted,
  ErrorBody,
  EventPage,
  FailoverRequest,
  FlowList,
  GroupView,
  IncidentList,
  KillSwitchRequest,
  KillSwitchView,
  MoveAccepted,
  OverrideList,
  Overview,
  PathView,
  PlanList,
  PredictionView,
  SnapshotList,
  TopologyView,
} from "./views.ts";
export { WhatIfFailure, WhatIfImpact, WhatIfList, WhatIfRequest } from "./what-if.ts";
