import * as z from "zod";
import { Approval } from "../model/approval.ts";
import { Connection } from "../model/connection.ts";
import { AutomationLevel, FailoverPlan } from "../model/failover-plan.ts";
import { Flow } from "../model/flow.ts";
import { ConnectionId, GroupId, NetworkId, PathId, VantageId } from "../model/ids.ts";
import { Incident } from "../model/incident.ts";
import { CloudId, Coordinates, Network } from "../model/network.ts";
import { Override } from "../model/override.ts";
import { PathStateName } from "../model/path-health.ts";
import { PathOverride } from "../model/path-override.ts";
import { DegradationEpisode, DegradationSign } from "../model/path-watch.ts";
import { Finding, Topology } from "../model/topology.ts";

/** A connection as it stands: `unknown` where no vantage probes it. */
export const ConnectionView = z.strictObject({ ...Connection.shape, state: PathStateName, pathIds: z.array(PathId) });
export type ConnectionView = z.infer<typeof ConnectionView>;

/** That a path, or most paths of a vantage, are likely to get worse: as it was told last, while it is in force. */
export const PredictionView = z.strictObject({
  pathId: PathId,
  vantageId: VantageId,
  about: DegradationEpisode.shape.about,
  sinceMs: z.number(),
  probability: z.number().min(0).max(1),
  /** When it is expected; absent = no rate of growth is known. */
  dueMs: z.number().optional(),
  signs: z.array(DegradationSign),
  /** When it came true; absent = not yet. */
  cameAtMs: z.number().optional(),
});
export type PredictionView = z.infer<typeof PredictionView>;

/** A path as it stands. `role`: what the stored plan uses it for; `isCarrying`: the group's traffic is on it now. */
export const PathView = z.strictObject({
  id: PathId,
  groupId: GroupId,
  connectionId: ConnectionId,
  vantageId: VantageId,
  role: z.enum(["primary", "backup", "spare", "ruled-out"]),
  isCarrying: z.boolean(),
  state: PathStateName,
  sinceMs: z.number().optional(),
  sampledAtMs: z.number().optional(),
  baselineRttMs: z.number().optional(),
  /** Median of the last samples, ms. */
  rttP50Ms: z.number().optional(),
  lossRatio: z.number().min(0).max(1).optional(),
  /** The last samples, oldest first: RTT in ms, null for a lost one. */
  recent: z.array(z.number().nullable()),
});
export type PathView = z.infer<typeof PathView>;

/** A group with its sides and how far Skylane may go in it. */
export const GroupView = z.strictObject({
  id: GroupId,
  networkIds: z.tuple([NetworkId, NetworkId]),
  automation: AutomationLevel,
  pathIds: z.array(PathId),
  flowCount: z.int().nonnegative(),
  activeIncidentId: z.string().optional(),
});
export type GroupView = z.infer<typeof GroupView>;

/** `GET /v1/overview`: all that the first page and `skylane status` show. */
export const Overview = z.strictObject({
  estate: z.string(),
  atMs: z.number(),
  isStopped: z.boolean(),
  networks: z.array(Network),
  connections: z.array(ConnectionView),
  groups: z.array(GroupView),
  paths: z.array(PathView),
  predictions: z.array(PredictionView),
  flowCount: z.int().nonnegative(),
  incidents: z.array(Incident),
  /** Where faults can be put on the links of a lab or twin; absent on a real estate. */
  labPath: z.string().optional(),
});
export type Overview = z.infer<typeof Overview>;

/** `GET /v1/topology`: null before the first look. */
export const TopologyView = z.strictObject({
  topology: Topology.nullable(),
  findings: z.array(Finding),
  /** Where the Regions and sites of its networks, gateways and connections are, as far as it is known. */
  places: z.array(z.strictObject({ cloud: CloudId, regionId: z.string(), ...Coordinates.shape })),
});
export type TopologyView = z.infer<typeof TopologyView>;

/** `GET /v1/topology/snapshots?limit=N`: newest first; each can be asked for by `GET /v1/topology?snapshot=KEY`. */
export const SnapshotList = z.strictObject({
  snapshots: z.array(z.strictObject({ key: z.string(), atMs: z.number() })),
});
export type SnapshotList = z.infer<typeof SnapshotList>;

/** `GET /v1/flows` */
export const FlowList = z.strictObject({ flows: z.array(Flow) });
/** `GET /v1/incidents` */
export const IncidentList = z.strictObject({ incidents: z.array(Incident) });
/** `GET /v1/plans` */
export const PlanList = z.strictObject({ plans: z.array(FailoverPlan) });
/** `GET /v1/events?after=KEY&limit=N`: each with the key to ask on from. */
export const EventPage = z.strictObject({
  events: z.array(
    z.strictObject({
      key: z.string(),
      event: z.looseObject({ type: z.string(), subject: z.string(), time: z.string() }),
    }),
  ),
});
export type EventPage = z.infer<typeof EventPage>;

/** `POST /v1/failovers`: move a group by hand. */
export const FailoverRequest = z.strictObject({ groupId: GroupId });
/** Answer of `POST /v1/failovers` and `POST /v1/incidents/{id}/fail-back`. */
export const MoveAccepted = z.strictObject({ incidentId: z.string() });
/** `GET /v1/overrides`: routes that moves hold away from where they belong, and what people have ordered for single paths. */
export const OverrideList = z.strictObject({ moves: z.array(Override), paths: z.array(PathOverride) });
export type OverrideList = z.infer<typeof OverrideList>;
/** Answer of `POST /v1/paths/{id}/drain`; no incident if nothing was on the path. */
export const DrainAccepted = z.strictObject({ incidentId: z.string().optional() });
/** `PUT /v1/kill-switch` */
export const KillSwitchRequest = z.strictObject({
  isStopped: z.boolean(),
  /** For whom, where that is not the caller. */
  by: z.string().min(1).max(100).optional(),
  reason: z.string().min(1).max(500),
});
export type KillSwitchRequest = z.infer<typeof KillSwitchRequest>;
/** `GET /v1/kill-switch`, and the answer to `PUT`: who set it last, and why. */
export const KillSwitchView = z.strictObject({
  isStopped: z.boolean(),
  by: z.string().optional(),
  reason: z.string().optional(),
});
export type KillSwitchView = z.infer<typeof KillSwitchView>;
/** `GET /v1/approvals`: those that wait first, then those of the last week; what has run out is still `pending`, its time tells. */
export const ApprovalList = z.strictObject({ atMs: z.number(), approvals: z.array(Approval) });
export type ApprovalList = z.infer<typeof ApprovalList>;

/** Body of every error answer. */
export const ErrorBody = z.strictObject({ error: z.strictObject({ code: z.string(), message: z.string() }) });
export type ErrorBody = z.infer<typeof ErrorBody>;
