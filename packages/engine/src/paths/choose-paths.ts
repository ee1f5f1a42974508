import type { Connection, ConnectionGroup, FailureCase, Flow, PlanUpdated, Policy } from "@skylane/core";
import { brokenRules } from "../policy/index.ts";
import { sharedRisksOf } from "./shared-risks.ts";

/** What the choice depends on besides the group itself. */
export interface ChoiceContext {
  readonly connections: readonly Connection[];
  readonly policies: readonly Policy[];
  readonly flows: readonly Flow[];
}

/**
 * Primary and backups of a group: its paths, in the declared order, that every policy of the group and of its flows allows;
 * and for each single failure of the primary the first of them that is left. `undefined` if none is allowed.
 */
export function choosePaths(group: ConnectionGroup, context: ChoiceContext): PlanUpdated | undefined {
  const connectionById = new Map(context.connections.map((connection) => [connection.id, connection]));
  const policies = policiesOf(group, context);
  const ruledOut: PlanUpdated["ruledOut"] = [];
  const allowed: ConnectionGroup["paths"] = [];
  for (const path of group.paths) {
    const connection = connectionById.get(path.connectionId);
    const rule = connection && policies.flatMap((policy) => brokenRules(connection, policy))[0];
    if (rule !== undefined) ruledOut.push({ pathId: path.id, rule });
    else allowed.push(path);
  }
  const [primary, ...others] = allowed;
  if (!primary) return undefined;
  const risksOf = ({ connectionId }: Path): readonly string[] => {
    const connection = connectionById.get(connectionId);
    return connection ? sharedRisksOf({ id: connection.id, carrier: connection.carrier }, connection) : [];
  };
  const cases = risksOf(primary).map((riskId): FailureCase => {
    const isLost = (path: Path): boolean => risksOf(path).includes(riskId);
    const left = others.find((path) => !isLost(path));
    return {
      riskId,
      lostPathIds: group.paths.filter(isLost).map(({ id }) => id),
      ...(left && { toPathId: left.id }),
    };
  });
  // the backup is what survives most of what can happen to the primary; the declared order breaks ties
  const survived = ({ id }: Path): number => cases.filter(({ lostPathIds }) => !lostPathIds.includes(id)).length;
  const [backup, ...spares] = [...others].sort((a, b) => survived(b) - survived(a));
  return {
    groupId: group.id,
    primaryPathId: primary.id,
    ...(backup && { backupPathId: backup.id }),
    sparePathIds: spares.map(({ id }) => id),
    ruledOut,
    cases,
  };
}

type Path = ConnectionGroup["paths"][number];

function policiesOf(group: ConnectionGroup, context: ChoiceContext): readonly Policy[] {
  const flowPolicies = context.flows.filter((flow) => flow.groupId === group.id).map((flow) => flow.policyId);
  const wanted = new Set([group.policyId, ...flowPolicies]);
  return context.policies.filter((policy) => wanted.has(policy.id));
}
