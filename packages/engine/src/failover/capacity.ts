import type { Connection, ConnectionGroup, Flow, FlowId } from "@skylane/core";
import { neededMbps } from "../topology/index.ts";
import { CLASS_RANK, rankOf } from "./class-rank.ts";
import type { Whereabouts } from "./whereabouts.ts";

/** Whether a group's flows fit on one of its paths. */
export interface TargetCapacity {
  readonly pathId: string;
  /** What all flows of the group need at their peaks. */
  readonly neededMbps: number;
  /** What the path's connection has, less what flows of other groups need that are on it, or about to be. */
  readonly roomMbps: number;
  /** Flows that do not fit beside the more important ones; bulk first. */
  readonly shed: readonly { readonly flowId: FlowId; readonly class: Flow["class"] }[];
  /** Flows of other groups there that are at least as important as the group's most important one: they would suffer too. */
  readonly precious: readonly FlowId[];
}

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
  at: Whereabouts,
): readonly TargetCapacity[] {
  const own = flows.filter(({ groupId }) => groupId === group.id);
  const ownRank = rankOf(group.id, flows);
  return group.paths.map(({ id, connectionId }) => {
    const there = groups.filter(
      (one) => one.paths.find((path) => path.id === at.get(one.id))?.connectionId === connectionId,
    );
    const theirs = flows.filter(({ groupId }) => there.some((one) => one.id === groupId));
    const bandwidthMbps = connections.find((one) => one.id === connectionId)?.bandwidthMbps ?? 0;
    const roomMbps = Math.max(0, bandwidthMbps - needOf(theirs));
    const precious = theirs.filter((flow) => CLASS_RANK[flow.class] <= ownRank && neededMbps(flow) > 0);
    return {
      pathId: id,
      neededMbps: needOf(own),
      roomMbps,
      shed: shedOf(own, roomMbps),
      precious: precious.map((flow) => flow.id),
    };
  });
}

const needOf = (flows: readonly Flow[]): number => flows.reduce((sum, flow) => sum + neededMbps(flow), 0);

/**
 * Flows left out when room is given class by class, within a class the small ones first, so that as many as possible are kept: once one of a class does not fit, no flow of a lower class takes its room.
 * Flows that need nothing known are never left out.
 */
function shedOf(flows: readonly Flow[], roomMbps: number): TargetCapacity["shed"] {
  const wanting = flows
    .filter((flow) => neededMbps(flow) > 0)
    .sort((a, b) => CLASS_RANK[a.class] - CLASS_RANK[b.class] || neededMbps(a) - neededMbps(b));
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
