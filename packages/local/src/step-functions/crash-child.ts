// A process to be killed: runs the durable workflow on a file of its own and reports every call on stdout.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { systemTimers } from "../time.ts";
import { createStepFunctions } from "./create-step-functions.ts";
import { durableAnswer, durableWorkflow } from "./durability-workflow.ts";
import { ACCOUNT, create, describeExecution, fakeLambda, MACHINE_ARN, RUN_ARN } from "./fixture.ts";

const [databaseFile = "", flakyBefore = "0"] = process.argv.slice(2);
const say = (line: string): void => console.log(line);
let flakyCalls = Number(flakyBefore);
// Time runs a hundred times faster here, so that the workflow's pauses take no time.
const timers = { ...systemTimers, after: (delayMs: number, run: () => void) => systemTimers.after(delayMs / 100, run) };

// The person who approves is not killed: an unanswered request is answered by the next life.
const tokenFile = `${databaseFile}.token`;
const approve = async (): Promise<void> => {
  const taskToken = readFileSync(tokenFile, "utf8");
  await service.call("SendTaskSuccess", { taskToken, output: '{"approved":true}' }).catch((error: unknown) => {
    if ((error as Error).name !== "TaskTimedOut") throw error;
  });
};

const called = (name: string) => async (payload: unknown) => {
  const { id, token } = payload as { id: string; token?: string };
  if (id === "flaky") flakyCalls++;
  say(`call ${id}`);
  await new Promise((resolve) => setImmediate(resolve));
  if (token !== undefined) {
    writeFileSync(tokenFile, token);
    setImmediate(approve);
  }
  return durableAnswer(name, payload as { id: string }, flakyCalls);
};

const service = createStepFunctions({
  databaseFile,
  lambda: fakeLambda({ work: called("work"), flaky: called("flaky"), ask: called("ask") }),
  integrations: { putEvents: async () => ({}), dynamodb: async () => ({}) },
  timers,
  random: Math.random,
  region: "us-east-1",
  accountId: ACCOUNT,
});
await create(service, durableWorkflow);
service.resumeAll();
if (existsSync(tokenFile)) await approve();
await service.startExecution(MACHINE_ARN, { base: 41 }, "run");
say("started");
for (;;) {
  await new Promise((resolve) => setTimeout(resolve, 1));
  const { status, output } = await describeExecution(service, RUN_ARN);
  if (status === "RUNNING") continue;
  say(`ended ${JSON.stringify({ status, output })}`);
  process.exit(0);
}
