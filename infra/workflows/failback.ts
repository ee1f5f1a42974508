import { Duration } from "aws-cdk-lib";
import * as sfn from "aws-cdk-lib/aws-stepfunctions";
import { leaseSteps, outcome } from "./failover.ts";
import { cause, renderWorkflow, type WorkflowContext } from "./render.ts";

const order = "$states.context.Execution.Input";
const incident = { incidentId: `{% ${order}.incidentId %}`, groupId: `{% ${order}.groupId %}` };

/** Wait out the stable window → still up? → lease → undo in reverse order → read back → prove; put the move back if it cannot be proven. */
export const failback = () =>
  renderWorkflow("Move a group's traffic back to its primary, and prove it", Duration.hours(24), (context) => {
    const { stack, step } = context;
    const stayed = sfn.Succeed.jsonata(stack, "Stayed");
    const lease = leaseSteps(context, stayed);
    const check = step("CheckFailback", "check-failback", {
      payload: `{% ${order} %}`,
      assign: { changes: "{% $states.result.Payload.changes %}" },
    });
    const window = sfn.Wait.jsonata(stack, "StableWindow", {
      time: sfn.WaitTime.seconds(`{% ${order}.waitSeconds %}`),
      assign: { seenRvn: "none" },
    });
    const notYet = sfn.Wait.jsonata(stack, "NotYet", {
      time: sfn.WaitTime.seconds("{% $states.input.waitSeconds %}"),
    });
    const due = sfn.Choice.jsonata(stack, "Due?")
      .when(sfn.Condition.jsonata("{% $states.input.kind = 'go' %}"), lease.start)
      .when(sfn.Condition.jsonata("{% $states.input.kind = 'wait' %}"), notYet)
      .otherwise(stayed);
    notYet.next(check);
    lease.held.next(restoreAndProve(context));
    return window.next(check).next(due);
  });

function restoreAndProve(context: WorkflowContext): sfn.IChainable {
  const { stack, step } = context;
  const again = reapply(context);
  // One after the other, the router first: make before break (clouds.md 13.1, step 6).
  const restore = changes(
    context,
    "RestoreChanges",
    1,
    step("RestoreChange", "restore-change", { payload: "{% $states.input %}" }),
  );
  const readBack = step("ReadBackRestored", "read-back", { payload: { ...incident, expect: "restored" } });
  const prove = step("ProveTraffic", "prove-traffic", {
    payload: { ...incident, expect: "restored" },
    timeoutSeconds: 65,
  });
  const record = outcome(context, "RecordFailedBack", { kind: "failed-back", proof: "{% $states.input %}" });
  for (const risky of [restore, readBack, prove])
    risky.addCatch(again, { errors: ["States.ALL"], assign: { failure: cause } });
  record.next(sfn.Succeed.jsonata(stack, "FailedBack"));
  return sfn.Chain.start(restore).next(readBack).next(prove).next(record);
}

/** Traffic was better off on the backup: move it there again, tell it, and end as failed. */
function reapply(context: WorkflowContext): sfn.IChainable {
  const { stack, step } = context;
  const apply = changes(
    context,
    "ReapplyChanges",
    8,
    step("ReapplyChange", "apply-change", { payload: "{% $states.input %}" }),
  );
  const undone = outcome(context, "RecordFailbackUndone", { kind: "failback-undone", reason: "{% $failure %}" });
  const stuck = outcome(context, "RecordNeedsHuman", {
    kind: "rolled-back",
    reason: "{% $failure & '; undo: ' & $undoFailure %}",
    isRestored: false,
  });
  apply.addCatch(stuck, { errors: ["States.ALL"], assign: { undoFailure: cause } });
  undone.next(sfn.Fail.jsonata(stack, "Undone", { error: "ERR_FAILBACK_UNDONE", cause: "{% $failure %}" }));
  stuck.next(sfn.Fail.jsonata(stack, "NeedsHuman", { error: "ERR_FAILOVER_NOT_RESTORED", cause: "{% $failure %}" }));
  return apply.next(undone);
}

function changes({ stack }: WorkflowContext, id: string, maxConcurrency: number, one: sfn.IChainable): sfn.Map {
  const map = sfn.Map.jsonata(stack, id, {
    items: sfn.ProvideItems.jsonata("{% $changes %}"),
    maxConcurrency,
    itemSelector: {
      ...incident,
      fence: "{% $fence %}",
      change: "{% $states.context.Map.Item.Value.change %}",
      before: "{% $states.context.Map.Item.Value.before %}",
    },
  });
  return map.itemProcessor(one);
}
