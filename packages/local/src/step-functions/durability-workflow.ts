import { LAMBDA, lambdaTask } from "./fixture.ts";

const work = (id: unknown): Record<string, unknown> => lambdaTask("work", { id, run: "{% $run %}" });

/** A workflow with something of everything that has to survive a crash. Every call of `work` carries an id of its own. */
export const durableWorkflow = {
  QueryLanguage: "JSONata",
  StartAt: "Begin",
  States: {
    Begin: { Type: "Pass", Assign: { run: "{% $uuid() %}", base: "{% $states.input.base %}" }, Next: "Flaky" },
    Flaky: {
      ...lambdaTask("flaky", { id: "flaky", run: "{% $run %}" }),
      Retry: [{ ErrorEquals: ["Busy"], IntervalSeconds: 1, MaxAttempts: 9, JitterStrategy: "FULL" }],
      Next: "Each",
    },
    Each: {
      Type: "Map",
      Items: "{% [1..4] %}",
      ItemSelector: { n: "{% $states.context.Map.Item.Value %}" },
      MaxConcurrency: 2,
      ItemProcessor: {
        StartAt: "Apply",
        States: {
          Apply: { ...work("{% 'apply-' & $states.input.n %}"), Next: "Rest" },
          Rest: { Type: "Wait", Seconds: 1, Next: "Verify" },
          Verify: { ...work("{% 'verify-' & $states.context.Map.Item.Value %}"), End: true },
        },
      },
      Assign: { verified: "{% $states.result %}" },
      Next: "Guarded",
    },
    Guarded: {
      Type: "Parallel",
      Branches: [
        {
          StartAt: "Long",
          States: { Long: { ...work("long"), Next: "Broken" }, Broken: { Type: "Fail", Error: "Broken" } },
        },
        { StartAt: "Pause", States: { Pause: { Type: "Wait", Seconds: 300, End: true } } },
      ],
      Catch: [{ ErrorEquals: ["Broken"], Assign: { caught: "{% $states.errorOutput.Error %}" }, Next: "Approve" }],
      Next: "Approve",
    },
    Approve: {
      Type: "Task",
      Resource: `${LAMBDA}.waitForTaskToken`,
      Arguments: { FunctionName: "ask", Payload: { id: "ask", token: "{% $states.context.Task.Token %}" } },
      TimeoutSeconds: 3600,
      Next: "Decide",
    },
    Decide: {
      Type: "Choice",
      Choices: [{ Condition: "{% $states.input.approved %}", Next: "Finish" }],
      Default: "Refused",
    },
    Refused: { Type: "Fail", Error: "Refused" },
    Finish: {
      ...work("finish"),
      Output: {
        verified: "{% $verified %}",
        sum: "{% $base + 1 %}",
        caught: "{% $caught %}",
        sameRun: "{% $states.result.Payload.run = $run %}",
      },
      End: true,
    },
  },
};

/** How it ends, whatever happens on the way. */
export const durableOutput = {
  verified: [1, 2, 3, 4].map((n) => `done verify-${n}`),
  sum: 42,
  caught: "Broken",
  sameRun: true,
};

/** What its functions answer; `flaky` is busy on its first two calls. */
export function durableAnswer(name: string, payload: { id: string; run?: string }, flakyCalls: number): unknown {
  if (name === "flaky" && flakyCalls <= 2) throw Object.assign(new Error("busy"), { name: "Busy" });
  return payload.id === "finish" ? { run: payload.run } : `done ${payload.id}`;
}
