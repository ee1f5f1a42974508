import type { LambdaHost } from "../lambda/lambda-host.ts";
import type { Timers } from "../time.ts";
import { createStepFunctions, type StepFunctions, type StepFunctionsOptions } from "./create-step-functions.ts";

/** A clock that moves only when a test moves it. */
export interface ManualTimers extends Timers {
  /** Moves to the earliest timer and runs it; false when none is armed. */
  runNext(): boolean;
  advance(ms: number): void;
}

export function manualTimers(startMs = Date.UTC(2026, 10, 20, 12)): ManualTimers {
  let nowMs = startMs;
  const armed = new Set<{ dueMs: number; run: () => void }>();
  const runNext = (untilMs = Number.POSITIVE_INFINITY): boolean => {
    const [first] = [...armed].sort((a, b) => a.dueMs - b.dueMs);
    if (!first || first.dueMs > untilMs) return false;
    armed.delete(first);
    nowMs = Math.max(nowMs, first.dueMs);
    first.run();
    return true;
  };
  return {
    nowMs: () => nowMs,
    after(delayMs, run) {
      const timer = { dueMs: nowMs + delayMs, run };
      armed.add(timer);
      return () => armed.delete(timer);
    },
    runNext: () => runNext(),
    advance(ms) {
      const untilMs = nowMs + ms;
      while (runNext(untilMs));
      nowMs = untilMs;
    },
  };
}

/** Functions by name; what they throw comes back as Lambda reports it (`name` is the errorType). */
export type Functions = Readonly<Record<string, (payload: unknown, signal?: AbortSignal) => unknown>>;

export function fakeLambda(
  functions: Functions,
): LambdaHost & { readonly calls: { name: string; payload: unknown }[] } {
  const calls: { name: string; payload: unknown }[] = [];
  const bareName = (name: string): string => /function:([^:]+)/.exec(name)?.[1] ?? name;
  return {
    calls,
    has: (name) => Object.hasOwn(functions, bareName(name)),
    async invoke(functionName, payload, options) {
      const name = bareName(functionName);
      calls.push({ name, payload });
      try {
        return { ok: true, payload: await functions[name]?.(payload, options?.signal) };
      } catch (error) {
        const { name: errorType, message: errorMessage } = error as Error;
        return { ok: false, error: { errorType, errorMessage } };
      }
    },
  };
}

/** An error with the given name, as handlers throw it. */
export function named(name: string, message = ""): Error {
  return Object.assign(new Error(message), { name });
}

export const ACCOUNT = "000000000000";
export const MACHINE_ARN = `arn:aws:states:us-east-1:${ACCOUNT}:stateMachine:flow`;
export const ROLE_ARN = `arn:aws:iam::${ACCOUNT}:role/workflow`;

export interface World {
  readonly service: StepFunctions;
  readonly timers: ManualTimers;
  readonly lambda: ReturnType<typeof fakeLambda>;
}

export interface WorldOptions extends Partial<Omit<StepFunctionsOptions, "timers" | "lambda">> {
  readonly functions?: Functions;
  readonly timers?: ManualTimers;
}

/** A Step Functions of its own, with fakes around it. */
export function openWorld(options: WorldOptions = {}): World {
  const { functions = {}, timers = manualTimers(), ...rest } = options;
  const lambda = fakeLambda(functions);
  const service = createStepFunctions({
    databaseFile: ":memory:",
    integrations: { putEvents: async () => ({ FailedEntryCount: 0 }), dynamodb: async () => ({}) },
    random: () => 0.5,
    region: "us-east-1",
    accountId: ACCOUNT,
    ...rest,
    lambda,
    timers,
  });
  return { service, timers, lambda };
}

/** Lets pending promises, immediates and the journal's group commit run. */
export async function settle(turns = 8): Promise<void> {
  for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve));
}

export interface Described {
  readonly status: string;
  readonly output?: unknown;
  readonly error?: string;
  readonly cause?: string;
}

export async function describeExecution(service: StepFunctions, executionArn: string): Promise<Described> {
  const answer = (await service.call("DescribeExecution", { executionArn })) as Described & { output?: string };
  return { ...answer, ...(answer.output !== undefined && { output: JSON.parse(answer.output) as unknown }) };
}

/** Moves the clock from timer to timer until the execution has ended. */
export async function untilEnded({ service, timers }: World, executionArn: string): Promise<Described> {
  for (let idle = 0; idle < 20; ) {
    await settle();
    const described = await describeExecution(service, executionArn);
    if (described.status !== "RUNNING") return described;
    idle = timers.runNext() ? 0 : idle + 1;
  }
  throw new Error("the execution waits for something no timer brings");
}

export async function create(service: StepFunctions, definition: object, name = "flow"): Promise<string> {
  const text = JSON.stringify({ QueryLanguage: "JSONata", ...definition });
  const created = await service.call("CreateStateMachine", { name, definition: text, roleArn: ROLE_ARN });
  return (created as { stateMachineArn: string }).stateMachineArn;
}

/** Creates the machine, runs it once and answers how it ended. */
export async function runOnce(world: World, definition: object, input: unknown = {}): Promise<Described> {
  const arn = await create(world.service, definition);
  const { executionArn } = await world.service.startExecution(arn, input, "run");
  return untilEnded(world, executionArn);
}

export const LAMBDA = "arn:aws:states:::lambda:invoke";

/** A Task that calls a function through lambda:invoke and yields its payload. */
export function lambdaTask(functionName: string, payload: unknown = "{% $states.input %}"): Record<string, unknown> {
  return {
    Type: "Task",
    Resource: LAMBDA,
    Arguments: { FunctionName: functionName, Payload: payload },
    Output: "{% $states.result.Payload %}",
  };
}

/** A machine of one state. */
export function only(state: Record<string, unknown>): { StartAt: string; States: Record<string, unknown> } {
  const isEnd = ["Choice", "Succeed", "Fail"].includes(String(state.Type));
  return { StartAt: "Only", States: { Only: isEnd ? state : { ...state, End: true } } };
}

export interface HistoryEvent {
  readonly id: number;
  readonly previousEventId: number;
  readonly timestamp: number;
  readonly type: string;
  readonly [details: string]: unknown;
}

export async function historyOf(service: StepFunctions, executionArn: string): Promise<HistoryEvent[]> {
  const answer = await service.call("GetExecutionHistory", { executionArn, maxResults: 1_000 });
  return (answer as { events: HistoryEvent[] }).events;
}

export const RUN_ARN = `arn:aws:states:us-east-1:${ACCOUNT}:execution:flow:run`;
