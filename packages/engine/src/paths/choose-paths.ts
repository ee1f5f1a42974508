import type { Connection, ConnectionGroup, Flow, PlanUpdated, Policy } from "@skylane/core";
import { brokenRules } from "../policy/index.ts";

/** What the choice depends on besides the group itself. */
export interface ChoiceContext {
  readonly connections: readonly Connection[];
  readonly policies: readonly Policy[];
  readonly flows: readonly Flow[];
}

/**
 * Primary and backup of a group: the first two of its paths, in the declared order, that every policy of the group and of
 * its flows allows. `undefined` if none is allowed; no backup if only one is.
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
  const [primary, backup] = allowed;
  if (!primary) return undefined;
  return { groupId: group.id, primaryPathId: primary.id, ...(backup && { backupPathId: backup.id }), ruledOut };
}

function policiesOf(group: ConnectionGroup, context: ChoiceContext): readonly Policy[] {
  const flowPolicies = context.flows.filter((flow) => flow.groupId === group.id).map((flow) => flow.policyId);
  const wanted = new Set([group.policyId, ...flowPolicies]);
  return context.policies.filter((policy) => wanted.has(policy.id));
}
