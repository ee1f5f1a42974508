import { Duration } from "aws-cdk-lib";
import * as sfn from "aws-cdk-lib/aws-stepfunctions";
import { cause, renderWorkflow, type WorkflowContext } from "./render.ts";

const order = "$states.context.Execution.Input";
const incident = { incidentId: `{% ${order}.incidentId %}`, groupId: `{% ${order}.groupId %}` };

/** stored plan → guards (kill switch) → lease with fence → snapshot → apply → read back → prove → record; roll back on failure. */
export const failover = () =>
  renderWorkflow("Move a group's traffic to its backup, and prove it", Duration.minutes(15), (context) => {
    const { stack, step } = context;
    const refused = outcome(context, "RecordRefused", {
      kind: "refused",
      rule: "{% $rule %}",
      reason: "{% $reason %}",
      isPage: "{% $isPage %}",
    });
    refused.next(sfn.Succeed.jsonata(stack, "Refused"));

    const lease = leaseSteps(context, refused);
    const guards = step("CheckGuards", "check-guards", { payload: `{% ${order} %}`, assign: { seenRvn: "none" } });
    const decided = sfn.Choice.jsonata(stack, "Decided?")
      .when(sfn.Condition.jsonata("{% $states.input.kind = 'switch' %}"), lease.start)
      .when(sfn.Condition.jsonata("{% $states.input.kind = 'verify' %}"), verifyRepair(context, lease.start, refused))
      .otherwise(
        sfn.Pass.jsonata(stack, "Held", {
          assign: {
            rule: "{% $states.input.rule %}",
            reason: "{% $states.input.reason %}",
            isPage: "{% $states.input.isPage %}",
          },
        }).next(refused),
      );

    lease.held.next(moveAndProve(context));
    return guards.next(decided);
  });

/** Takes the lease; waits one lease time if another holds it, and asks once more with what it saw. */
export function leaseSteps({ stack, step }: WorkflowContext, onHeldByOther: sfn.IChainable) {
  const acquire = step("AcquireLease", "acquire-lease", { payload: { ...incident, seenRvn: "{% $seenRvn %}" } });
  const held = sfn.Pass.jsonata(stack, "LeaseHeld", { assign: { fence: "{% $states.input.fence %}" } });
  const wait = sfn.Wait.jsonata(stack, "WaitOneLease", {
    time: sfn.WaitTime.seconds("{% $states.input.waitSeconds %}"),
    assign: { seenRvn: "{% $states.input.seenRvn %}" },
  });
  const giveUp = sfn.Pass.jsonata(stack, "LeaseBusy", {
    assign: {
      rule: "lease-held",
      reason: "{% 'another writer holds the lease: ' & $states.input.owner %}",
      isPage: true,
    },
  });
  giveUp.next(onHeldByOther);
  wait.next(acquire);
  acquire.next(
    sfn.Choice.jsonata(stack, "Leased?")
      .when(sfn.Condition.jsonata("{% $states.input.isHeld %}"), held)
      .when(sfn.Condition.jsonata("{% $seenRvn = 'none' %}"), wait)
      .otherwise(giveUp),
  );
  return { start: acquire, held };
}

/** Routing repaired it before us: prove that, record it; if it cannot be proven, move after all where the guards allow it. */
function verifyRepair(context: WorkflowContext, move: sfn.IChainable, refused: sfn.IChainable): sfn.IChainable {
  const { stack } = context;
  const verify = sfn.Pass.jsonata(stack, "Verify", { assign: { otherwise: "{% $states.input.otherwise %}" } });
  const held = sfn.Pass.jsonata(stack, "HeldAfterAll", {
    assign: { rule: "{% $otherwise.rule %}", reason: "{% $otherwise.reason %}", isPage: "{% $otherwise.isPage %}" },
  });
  held.next(refused);
  const otherwise = sfn.Choice.jsonata(stack, "MoveAfterAll?")
    .when(sfn.Condition.jsonata("{% $otherwise.kind = 'switch' %}"), move)
    .otherwise(held);
  const prove = context.step("ProveRepair", "prove-traffic", {
    payload: { ...incident, expect: "moved" },
    timeoutSeconds: 65,
  });
  const record = outcome(context, "RecordRepaired", { kind: "repaired-by-routing", proof: "{% $states.input %}" });
  prove.addCatch(otherwise, { errors: ["ERR_TRAFFIC_NOT_PROVEN"] });
  prove.next(record);
  record.next(sfn.Succeed.jsonata(stack, "Repaired"));
  return verify.next(prove);
}

function moveAndProve(context: WorkflowContext): sfn.IChainable {
  const { stack, step } = context;
  const undo = undoSteps(context);
  const snapshot = step("SnapshotRoutes", "snapshot-routes", { payload: incident });
  // Both directions at once: the window in which only one has moved is as short as it can be.
  const apply = sfn.Map.jsonata(stack, "ApplyChanges", {
    items: sfn.ProvideItems.jsonata("{% $states.input.changes %}"),
    maxConcurrency: 8,
    itemSelector: {
      ...incident,
      fence: "{% $fence %}",
      change: "{% $states.context.Map.Item.Value.change %}",
      before: "{% $states.context.Map.Item.Value.before %}",
    },
  });
  apply.itemProcessor(step("ApplyChange", "apply-change", { payload: "{% $states.input %}" }));
  const readBack = step("ReadBack", "read-back", { payload: { ...incident, expect: "moved" } });
  const prove = step("ProveTraffic", "prove-traffic", {
    payload: { ...incident, expect: "moved" },
    timeoutSeconds: 65,
  });
  const record = outcome(context, "RecordMoved", { kind: "moved", proof: "{% $states.input %}" });
  for (const risky of [snapshot, apply, readBack, prove])
    risky.addCatch(undo, { errors: ["States.ALL"], assign: { failure: cause } });
  record.next(sfn.Succeed.jsonata(stack, "Moved"));
  return sfn.Chain.start(snapshot).next(apply).next(readBack).next(prove).next(record);
}

/** Put everything back, tell it, and end as failed: a failover without traffic is no success. */
function undoSteps(context: WorkflowContext): sfn.IChainable {
  const { stack, step } = context;
  const undo = step("RollBack", "roll-back", {
    payload: { ...incident, fence: "{% $fence %}", reason: "{% $failure %}" },
    timeoutSeconds: 65,
  });
  const restored = outcome(context, "RecordRolledBack", {
    kind: "rolled-back",
    reason: "{% $failure %}",
    isRestored: true,
  });
  const stuck = outcome(context, "RecordNeedsHuman", {
    kind: "rolled-back",
    reason: "{% $failure & '; undo: ' & $undoFailure %}",
    isRestored: false,
  });
  undo.addCatch(stuck, { errors: ["States.ALL"], assign: { undoFailure: cause } });
  restored.next(sfn.Fail.jsonata(stack, "RolledBack", { error: "ERR_FAILOVER_ROLLED_BACK", cause: "{% $failure %}" }));
  stuck.next(sfn.Fail.jsonata(stack, "NeedsHuman", { error: "ERR_FAILOVER_NOT_RESTORED", cause: "{% $failure %}" }));
  return undo.next(restored);
}

/** The step that writes the end of the workflow down. */
export const outcome = ({ step }: WorkflowContext, id: string, value: Readonly<Record<string, unknown>>) =>
  step(id, "record-outcome", { payload: { incidentId: incident.incidentId, outcome: value } });
