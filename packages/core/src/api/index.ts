export { DrillAccepted, DrilledPath, DrillList, DrillRunRequest, DrillSummary, ReportKey } from "./drills.ts";
export {
  ConnectionView,
  DrainAccepted,
  ErrorBody,
  EventPage,
  FailoverRequest,
  FlowList,
  GroupView,
  IncidentList,
  KillSwitchRequest,
  MoveAccepted,
  OverrideList,
  Overview,
  PathView,
  PlanList,
  SnapshotList,
  TopologyView,
} from "./views.ts";
