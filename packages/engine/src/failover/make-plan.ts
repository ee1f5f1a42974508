import type {
  ConnectionGroup,
  FailoverPlan,
  Flow,
  MoveRequest,
  Network,
  PlanUpdated,
  RouteChange,
} from "@skylane/core";
import { CLASS_RANK } from "./class-rank.ts";

/** Flows that prove a move: the critical ones first, three at most, in the order of the configuration. */
export function chooseProofFlows(
  flows: readonly Flow[],
  groupId: string,
  limitCount = 3,
): FailoverPlan["proofFlowIds"] {
  return flows
    .filter((flow) => flow.groupId === groupId)
    .sort((a, b) => CLASS_RANK[a.class] - CLASS_RANK[b.class])
    .slice(0, limitCount)
    .map((flow) => flow.id);
}

/** One request per side that can be steered: send the other side's prefixes over the backup, or another path. Empty if a side has no knob. */
export function moveRequests(
  group: ConnectionGroup,
  choice: PlanUpdated,
  networks: readonly Network[],
  toPathId: string | undefined = choice.backupPathId,
): readonly (MoveRequest & { actuator: string })[] {
  const pathById = new Map(group.paths.map((path) => [path.id, path]));
  const from = pathById.get(choice.primaryPathId);
  const to = toPathId === undefined ? undefined : group.paths.find(({ id }) => id === toPathId);
  if (!from || !to || !group.sides.every((side) => side.steering)) return [];
  return group.sides.flatMap((side, i) => {
    const other = group.sides[1 - i];
    const prefixes = networks.find((network) => network.id === other?.networkId)?.cidrs ?? [];
    const steering = side.steering;
    if (!steering) return [];
    return [
      {
        groupId: group.id,
        sideId: side.id,
        actuator: steering.actuator,
        prefixes,
        settings: steering.settings,
        from: from.handles[side.id] ?? {},
        to: to.handles[side.id] ?? {},
      },
    ];
  });
}

/** What a plan's hash covers: everything that decides what is done, and not when it was computed. */
export const planContent = (
  choice: PlanUpdated,
  changes: readonly RouteChange[],
  spares: FailoverPlan["spares"],
  proofFlowIds: FailoverPlan["proofFlowIds"],
): string =>
  JSON.stringify([
    choice.groupId,
    choice.primaryPathId,
    choice.backupPathId ?? null,
    changes,
    spares,
    choice.cases,
    proofFlowIds,
  ]);

/** The backup and the spares, in the order they are tried. */
export const targetsOf = ({ backupPathId, spares }: Pick<FailoverPlan, "backupPathId" | "spares">) => [
  ...(backupPathId === undefined ? [] : [backupPathId]),
  ...spares.map(({ pathId }) => pathId),
];

/** The stored changes that move a group to a path of its plan; those of the backup if none is named. */
export const changesTo = (plan: FailoverPlan, toPathId: string | undefined): readonly RouteChange[] =>
  plan.spares.find(({ pathId }) => pathId === toPathId)?.changes ?? plan.changes;
