export { contract, type RouteContract } from "./contract.ts";
export {
  CostAllocations,
  CostAnomalyList,
  CostAnomalyOrder,
  CostAnomalyOrderPath,
  CostAnomalyVerb,
  CostBills,
  CostBillsQuery,
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
  SpendSeries,
  TransferView,
} from "./costs.ts";
export { DrillAccepted, DrilledPath, DrillList, DrillRunRequest, DrillSummary, ReportKey } from "./drills.ts";
export {
  IntentBatch,
  IntentList,
  IntentOrderBody,
  IntentOrderPath,
  IntentVerb,
  IntentView,
  intentActions,
} from "./intents.ts";
export { openApiDocument } from "./openapi.ts";
export { DrillSummaryQuery, EventQuery, SnapshotQuery, TopologyQuery } from "./queries.ts";
export { scopes } from "./scopes.ts";
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
