import { Duration } from "aws-cdk-lib";
import * as sfn from "aws-cdk-lib/aws-stepfunctions";
import { cause, renderWorkflow, type WorkflowContext } from "./render.ts";

const run = { runId: "{% $runId %}" };

/** A step in a Region that does not act any more: the other goes on from the record, and this execution must not take it back. */
const leaveToOther = { errors: ["ERR_REGION_STANDBY"] };

/** Build by turns, each deciding from the record → prove by traffic → end; whatever fails, or is to be undone, is taken back by turns. */
export const provision = () =>
  renderWorkflow("Build connections, prove them, or take them back", Duration.days(2), (context) => {
    const { stack } = context;
    const left = sfn.Succeed.jsonata(stack, "LeftToTheOtherRegion");
    const end = endStep(context, left);
    const withdraw = withdrawSteps(context, end, left);
    const build = buildSteps(context, withdraw, end, left);
    return sfn.Pass.jsonata(stack, "Begin", {
      assign: {
        runId: "{% $states.input.runId %}",
        failure: "{% '' %}",
        leftStepIds: "{% [] %}",
      },
    }).next(
      sfn.Choice.jsonata(stack, "Build or undo?")
        .when(sfn.Condition.jsonata("{% $states.input.mode = 'undo' %}"), withdraw)
        .otherwise(build),
    );
  });

/** Seconds until the next turn, as the turn before has said. */
const waitAsTold = ({ stack }: WorkflowContext, id: string): sfn.Wait =>
  sfn.Wait.jsonata(stack, id, { time: sfn.WaitTime.seconds("{% $states.input.seconds %}") });

function buildSteps(
  context: WorkflowContext,
  withdraw: sfn.IChainable,
  end: sfn.IChainable,
  left: sfn.IChainable,
): sfn.IChainable {
  const { stack, step } = context;
  const failed = { errors: ["States.ALL"], assign: { failure: cause } };
  const advance = step("Advance", "advance-provisioning", { payload: run, timeoutSeconds: 125 });
  advance.addCatch(left, leaveToOther);
  advance.addCatch(withdraw, failed);
  const prove = step("Prove", "prove-connections", { payload: run, timeoutSeconds: 295 });
  prove.addCatch(left, leaveToOther);
  prove.addCatch(withdraw, failed);
  const because = sfn.Pass.jsonata(stack, "Because", { assign: { failure: "{% $states.input.reason %}" } });
  because.next(withdraw);
  const untilMore = waitAsTold(context, "UntilMoreIsReady");
  untilMore.next(advance);
  const untilSettled = waitAsTold(context, "UntilSettled");
  untilSettled.next(prove);
  prove.next(
    sfn.Choice.jsonata(stack, "Proven?")
      .when(sfn.Condition.jsonata("{% $states.input.kind = 'again' %}"), untilSettled)
      .when(sfn.Condition.jsonata("{% $states.input.kind = 'proven' %}"), end)
      .otherwise(because),
  );
  advance.next(
    sfn.Choice.jsonata(stack, "Ready?")
      .when(sfn.Condition.jsonata("{% $states.input.kind = 'wait' %}"), untilMore)
      .when(sfn.Condition.jsonata("{% $states.input.kind = 'prove' %}"), prove)
      .otherwise(because),
  );
  return advance;
}

/** A turn that fails is made up for by the next: nothing is given up before the record says that it cannot be taken away. */
function withdrawSteps(context: WorkflowContext, end: sfn.IChainable, left: sfn.IChainable): sfn.IChainable {
  const { stack, step } = context;
  const withdraw = step("Withdraw", "withdraw-provisioning", {
    payload: { ...run, failure: "{% $failure %}" },
    timeoutSeconds: 125,
  });
  const untilGone = waitAsTold(context, "UntilGone");
  withdraw.addCatch(left, leaveToOther);
  const again = sfn.Wait.jsonata(stack, "AfterAFailure", { time: sfn.WaitTime.duration(Duration.seconds(30)) });
  withdraw.addCatch(again, { errors: ["States.ALL"] });
  again.next(withdraw);
  untilGone.next(withdraw);
  const stuck = sfn.Pass.jsonata(stack, "Left", { assign: { leftStepIds: "{% $states.input.leftStepIds %}" } });
  stuck.next(end);
  withdraw.next(
    sfn.Choice.jsonata(stack, "Gone?")
      .when(sfn.Condition.jsonata("{% $states.input.kind = 'wait' %}"), untilGone)
      .otherwise(stuck),
  );
  return withdraw;
}

function endStep({ stack, step }: WorkflowContext, left: sfn.IChainable): sfn.IChainable {
  const end = step("End", "end-provisioning", {
    payload: { ...run, leftStepIds: "{% $leftStepIds %}" },
    timeoutSeconds: 295,
  });
  end.addCatch(left, leaveToOther);
  end.next(sfn.Succeed.jsonata(stack, "Done"));
  return end;
}
