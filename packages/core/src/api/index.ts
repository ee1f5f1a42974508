export {
  ConnectionView,
  ErrorBody,
  EventPage,
  FailoverRequest,
  FlowList,
  GroupView,
  IncidentList,
  KillSwitchRequest,
  MoveAccepted,
  Overview,
  PathView,
  PlanList,
} from "./views.ts";
