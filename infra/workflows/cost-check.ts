import type { FunctionName } from "@skylane/core";
import { Duration } from "aws-cdk-lib";
import * as sfn from "aws-cdk-lib/aws-stepfunctions";
import { cause, renderWorkflow, type WorkflowContext } from "./render.ts";

/** Functions of a look, in their order, with the seconds a step may take. */
type Steps = readonly (readonly [id: string, name: FunctionName, timeoutSeconds: number])[];

const byMeter: Steps = [
  ["MeterTraffic", "meter-traffic", 295],
  ["WatchCosts", "watch-costs", 295],
];
const byBills: Steps = [
  ["TakeBills", "take-bills", 895],
  ["ForecastCosts", "forecast-costs", 295],
  ["AdviseCosts", "advise-costs", 295],
  ["VerifySavings", "verify-savings", 295],
  ["ReconcileCosts", "reconcile-costs", 295],
];

/** By the meter: count → is it as it should be. By the bills: take → foresee → advise → verify → reconcile. A step that fails keeps no other from its turn, for each goes by what is kept; what failed is told at the end. */
export const costCheck = () =>
  renderWorkflow(
    "Look at what is paid, by the meter or the bills, and tell what is wrong",
    Duration.hours(2),
    (context) => {
      const { stack } = context;
      const end = endSteps(context);
      const begin = sfn.Pass.jsonata(stack, "Look", {
        assign: { kind: "{% $states.input.kind %}", atMs: "{% $states.input.atMs %}", failure: "{% '' %}" },
      });
      return begin.next(
        sfn.Choice.jsonata(stack, "ByMeter?")
          .when(sfn.Condition.jsonata("{% $kind = 'meter' %}"), chainOf(context, byMeter, end))
          .otherwise(chainOf(context, byBills, end)),
      );
    },
  );

function chainOf({ step }: WorkflowContext, steps: Steps, end: EndSteps): sfn.IChainable {
  let next: sfn.IChainable = end.judge;
  for (const [id, name, timeoutSeconds] of steps.toReversed()) {
    const one = step(id, name, { payload: { atMs: "{% $atMs %}" }, timeoutSeconds });
    // the Region does not act any more: the other looks by its own schedule
    one.addCatch(end.left, { errors: ["ERR_REGION_STANDBY"] });
    one.addCatch(next, {
      errors: ["States.ALL"],
      assign: { failure: `{% $failure & ($failure = '' ? '' : '; ') & '${name}: ' & ${cause.slice(2, -2).trim()} %}` },
    });
    one.next(next);
    next = one;
  }
  return next;
}

type EndSteps = ReturnType<typeof endSteps>;

function endSteps({ stack, step }: WorkflowContext) {
  const left = sfn.Succeed.jsonata(stack, "LeftToTheOtherRegion");
  const tell = step("TellFailure", "tell-check-failure", {
    payload: { kind: "{% $kind %}", atMs: "{% $atMs %}", reason: "{% $failure %}" },
  });
  tell.next(sfn.Fail.jsonata(stack, "NotAllLookedAt", { error: "ERR_COST_CHECK_PARTIAL", cause: "{% $failure %}" }));
  const judge = sfn.Choice.jsonata(stack, "AllLookedAt?")
    .when(sfn.Condition.jsonata("{% $failure = '' %}"), sfn.Succeed.jsonata(stack, "Looked"))
    .otherwise(tell);
  return { judge, left };
}
