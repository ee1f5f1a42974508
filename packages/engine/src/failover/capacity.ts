import type { Connection, ConnectionGroup, Flow, FlowId } from "@skylane/core";
import { neededMbps } from "../paths/index.ts";

/** Whether a group's flows fit on one of its paths. */
export interface TargetCapacity {
  readonly pathId: string;
  /** What all flows of the group need at their peaks. */
  readonly neededMbps: number;
  /** What the path's connection has, less what flows of other groups need that are at home on it. */
  readonly roomMbps: number;
  /** Flows that do not fit beside the more important ones; bulk first. */
  readonly shed: readonly { readonly flowId: FlowId; readonly class: Flow["class"] }[];
}

/** Kept in this order; within a class the small ones first, so that as many as possible are kept. */
const RANK: Readonly<Record<Flow["class"], number>> = { critical: 0, standard: 1, bulk: 2 };

/** Capacity of every path of a group, from what the configuration declares; pure. A need nobody declared is 0. */
export function capacityOf(
  group: ConnectionGroup,
  {
    groups,
    flows,
    connections,
  }: {
    readonly groups: readonly ConnectionGroup[];
    readonly flows: readonly Flow[];
    readonly connections: readonly Connection[];
  },
): readonly TargetCapacity[] {
  const own = flows.filter(({ groupId }) => groupId === group.id);
  return group.paths.map(({ id, connectionId }) => {
    const neighbours = groups.filter((one) => one.id !== group.id && one.paths[0]?.connectionId === connectionId);
    const takenMbps = needOf(flows.filter(({ groupId }) => neighbours.some((one) => one.id === groupId)));
    const bandwidthMbps = connections.find((one) => one.id === connectionId)?.bandwidthMbps ?? 0;
    const roomMbps = Math.max(0, bandwidthMbps - takenMbps);
    return { pathId: id, neededMbps: needOf(own), roomMbps, shed: shedOf(own, roomMbps) };
  });
}

const needOf = (flows: readonly Flow[]): number => flows.reduce((sum, flow) => sum + neededMbps(flow), 0);

/**
 * Flows left out when room is given class by class: once one of a class does not fit, no flow of a lower class takes its room.
 * Flows that need nothing known are never left out.
 */
function shedOf(flows: readonly Flow[], roomMbps: number): TargetCapacity["shed"] {
  const wanting = flows
    .filter((flow) => neededMbps(flow) > 0)
    .sort((a, b) => RANK[a.class] - RANK[b.class] || neededMbps(a) - neededMbps(b));
  let leftMbps = roomMbps;
  const first = wanting.findIndex((flow) => {
    leftMbps -= neededMbps(flow);
    return leftMbps < 0;
  });
  return first === -1
    ? []
    : wanting
        .slice(first)
        .reverse()
        .map((flow) => ({ flowId: flow.id, class: flow.class }));
}

/** What a move to a path too small comes to, for people; `undefined` if all fits. No route differs by class: the classes tell who will suffer. */
export function shedInWords({ pathId, neededMbps: needMbps, roomMbps, shed }: TargetCapacity): string | undefined {
  if (shed.length === 0) return undefined;
  const classes = [...new Set(shed.map((one) => one.class))].join(" and ");
  const ids = shed.map(({ flowId }) => flowId).join(", ");
  return `${classes} flows will be slow: ${ids}; ${pathId} has room for ${Math.round(roomMbps)} of ${Math.round(needMbps)} Mbps, and routes do not tell classes apart`;
}
