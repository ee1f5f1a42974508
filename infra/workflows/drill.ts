import { Duration } from "aws-cdk-lib";
import * as sfn from "aws-cdk-lib/aws-stepfunctions";
import { cause, renderWorkflow, type WorkflowContext } from "./render.ts";

const run = { runId: "{% $runId %}", groupId: "{% $groupId %}" };
const POLL_SECONDS = 5; // sessions take seconds to come up, and a look asks every cloud

/** One group after the other: guards, which hold the group → order and measure → stop → until everything reads as before → record. Whatever fails, it is stopped. */
export const drill = () =>
  renderWorkflow("Drill groups one after the other, and leave nothing on", Duration.hours(24), ({ stack, step }) => {
    const map = sfn.Map.jsonata(stack, "Runs", {
      items: sfn.ProvideItems.jsonata("{% $states.input.runs %}"),
      maxConcurrency: 1,
    });
    return map.itemProcessor(drillOne({ stack, step })).next(sfn.Succeed.jsonata(stack, "Done"));
  });

function drillOne(context: WorkflowContext): sfn.IChainable {
  const { stack, step } = context;
  const begin = sfn.Pass.jsonata(stack, "Run", {
    assign: { runId: "{% $states.input.runId %}", groupId: "{% $states.input.groupId %}", failure: "{% '' %}" },
  });
  const record = recordSteps(context);
  const check = step("CheckDrill", "check-drill", { payload: "{% $states.input %}" });
  check.addCatch(record.end, { errors: ["States.ALL"], assign: { failure: cause } });
  const measure = step("MeasureDrill", "measure-drill", {
    payload: run,
    assign: { failure: "{% $states.result.Payload.reason %}" },
    timeoutSeconds: 895,
  });
  const stop = stopSteps(context, record.end);
  measure.addCatch(stop, { errors: ["States.ALL"], assign: { failure: cause } });
  measure.next(stop);
  const decided = sfn.Choice.jsonata(stack, "Decided?")
    .when(sfn.Condition.jsonata("{% $states.input.kind = 'go' %}"), measure)
    .otherwise(record.refused);
  return begin.next(check).next(decided);
}

/** A stop that fails is made up for by each look after it, and by the watchdog from the mandatory end on. */
function stopSteps({ stack, step }: WorkflowContext, end: sfn.IChainable): sfn.IChainable {
  const wait = sfn.Wait.jsonata(stack, "UntilBack", {
    time: sfn.WaitTime.duration(Duration.seconds(POLL_SECONDS)),
  });
  const stop = step("StopDrill", "stop-drill", { payload: run });
  const look = step("CheckDrillEnd", "check-drill-end", { payload: run });
  stop.addCatch(wait, { errors: ["States.ALL"] });
  look.addCatch(end, { errors: ["ERR_DRILL_ENDED", "ERR_DRILL_MISSING"], assign: { failure: cause } });
  look.addCatch(wait, { errors: ["States.ALL"] });
  wait
    .next(look)
    .next(
      sfn.Choice.jsonata(stack, "Back?")
        .when(sfn.Condition.jsonata("{% $states.input.kind = 'wait' %}"), wait)
        .otherwise(end),
    );
  return stop.next(wait);
}

/** The verdict. One that cannot be written ends this run only: the others go on, and the watchdog writes it later. */
function recordSteps({ stack, step }: WorkflowContext) {
  const done = sfn.Pass.jsonata(stack, "Recorded");
  const end = step("RecordDrill", "record-drill", { payload: { ...run, failure: "{% $failure %}" } });
  const refused = step("RecordRefused", "record-drill", {
    payload: { ...run, refusedBy: "{% $states.input.rule %}", failure: "{% $states.input.reason %}" },
  });
  for (const last of [end, refused]) {
    last.addCatch(done, { errors: ["States.ALL"] });
    last.next(done);
  }
  return { end, refused };
}
