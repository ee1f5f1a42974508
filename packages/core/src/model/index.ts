export { Alert, OutboxAlert } from "./alert.ts";
export { cloudIds } from "./cloud-ids.gen.ts";
export { Connection, ConnectionKind } from "./connection.ts";
export {
  CloudDiscovery,
  DiscoveryGap,
  JoinFacts,
  LinkSighting,
  SeenGateway,
  SeenNetwork,
  SeenRoute,
} from "./discovery.ts";
export { AutomationLevel, FailoverPlan } from "./failover-plan.ts";
export { Flow } from "./flow.ts";
export { ConnectionId, FlowId, GroupId, IncidentId, NetworkId, PathId, VantageId } from "./ids.ts";
export { FailoverTrigger, Incident, IncidentStatus, TrafficProof } from "./incident.ts";
export { atLineStart, connectionKindNames, gatewayKindNames } from "./names.ts";
export { Cidr, CloudId, Coordinates, IpAddress, Network } from "./network.ts";
export { Path, ProbeTarget } from "./path.ts";
export { DegradedBecause, PathHealth, PathHealthRecord, PathStateName } from "./path-health.ts";
export { ProbeOutcome, ProbeSample } from "./probe-sample.ts";
export { PreImage, RouteChange } from "./route-change.ts";
export { ConnectionEnd, Finding, JoinEvidence, Topology, TopologyConnection, TopologyDrift } from "./topology.ts";
