// State transitions per second of the embedded Step Functions, in memory and on disk: one JSON line.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createStepFunctions } from "../../packages/local/src/step-functions/index.ts";
import { systemTimers } from "../../packages/local/src/time.ts";

const LAMBDA = "arn:aws:states:::lambda:invoke";
const task = (next: string): object => ({
  Type: "Task",
  Resource: LAMBDA,
  Arguments: { FunctionName: "work", Payload: "{% $states.input %}" },
  Output: "{% $states.result.Payload %}",
  Next: next,
});
const definition = JSON.stringify({
  QueryLanguage: "JSONata",
  StartAt: "Prepare",
  States: {
    Prepare: { Type: "Pass", Assign: { n: "{% $states.input.n %}" }, Next: "Detect" },
    Detect: task("Decide"),
    Decide: { Type: "Choice", Choices: [{ Condition: "{% $n >= 0 %}", Next: "Repair" }], Default: "Done" },
    Repair: task("Done"),
    Done: { Type: "Succeed", Output: { n: "{% $n %}" } },
  },
});
const STATES_PER_EXECUTION = 5;

/** Runs `executionCount` executions, `concurrency` at a time. */
async function measure(databaseFile: string, executionCount: number, concurrency: number) {
  const service = createStepFunctions({
    databaseFile,
    lambda: { has: () => true, invoke: async (_, payload) => ({ ok: true, payload }) },
    integrations: { putEvents: async () => ({}), dynamodb: async () => ({}) },
    timers: systemTimers,
    random: Math.random,
    region: "us-east-1",
    accountId: "000000000000",
  });
  const created = await service.call("CreateStateMachine", {
    name: `bench-${concurrency}`,
    definition,
    roleArn: "role",
  });
  const { stateMachineArn } = created as { stateMachineArn: string };
  const startedMs = performance.now();
  let left = executionCount;
  const worker = async (): Promise<void> => {
    while (left-- > 0) {
      const { executionArn } = await service.startExecution(stateMachineArn, { n: left });
      let status = "RUNNING";
      while (status === "RUNNING") {
        await new Promise((resolve) => setImmediate(resolve));
        status = ((await service.call("DescribeExecution", { executionArn })) as { status: string }).status;
      }
      if (status !== "SUCCEEDED") throw new Error(`an execution ended as ${status}`);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  const seconds = (performance.now() - startedMs) / 1_000;
  service.close();
  return {
    transitionsPerSecond: Math.round((executionCount * STATES_PER_EXECUTION) / seconds),
    executionsPerSecond: Math.round(executionCount / seconds),
  };
}

const folder = mkdtempSync(join(tmpdir(), "skylane-bench-"));
try {
  await measure(":memory:", 500, 50); // warm-up
  console.log(
    JSON.stringify({
      bench: "step-functions",
      memory: await measure(":memory:", 3_000, 50),
      disk: await measure(join(folder, "concurrent.sqlite"), 3_000, 50),
      diskOneAtATime: await measure(join(folder, "single.sqlite"), 200, 1),
    }),
  );
} finally {
  rmSync(folder, { recursive: true });
}
