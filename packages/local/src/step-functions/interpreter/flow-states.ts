import type { ChoiceState, FailState, PassState, SucceedState, WaitState } from "../asl/definition.ts";
import { StateError } from "../asl/state-error.ts";
import { evaluateAs, isBoolean, isCount, isString, leave } from "./evaluate-in.ts";
import { type Exit, record, sleepUntil, type Visit } from "./run.ts";

export function runPass(visit: Visit, state: PassState): Promise<Exit> {
  return leave(visit, state, {}, visit.input, state.Next);
}

export function runSucceed(visit: Visit, state: SucceedState): Promise<Exit> {
  return leave(visit, state, {}, visit.input, undefined);
}

export async function runFail(visit: Visit, state: FailState): Promise<never> {
  const error = await evaluateAs(visit, "Error", state.Error ?? "", isString, "a string");
  const cause = await evaluateAs(visit, "Cause", state.Cause ?? "", isString, "a string");
  throw new StateError(error, cause);
}

/** The first choice whose Condition holds; the state's own Assign and Output belong to the Default. */
export async function runChoice(visit: Visit, state: ChoiceState): Promise<Exit> {
  for (const [index, choice] of state.Choices.entries()) {
    const field = `Choices[${index}].Condition`;
    if (!(await evaluateAs(visit, field, choice.Condition, isBoolean, "a boolean"))) continue;
    return leave(visit, choice, {}, visit.input, choice.Next);
  }
  if (state.Default === undefined) {
    throw new StateError("States.NoChoiceMatched", `No choice of state '${visit.name}' matched and it has no Default.`);
  }
  return leave(visit, state, {}, visit.input, state.Default);
}

/** The deadline is journaled: a restart waits for what is left of it. */
export async function runWait(visit: Visit, state: WaitState): Promise<Exit> {
  const { key, run } = visit;
  let untilMs = visit.past.waiting?.untilMs;
  if (untilMs === undefined) {
    untilMs = await waitDeadlineMs(visit, state);
    record(visit, { type: "waiting", key, atMs: run.timers.nowMs(), untilMs });
  }
  await sleepUntil(visit, untilMs);
  return leave(visit, state, {}, visit.input, state.Next);
}

async function waitDeadlineMs(visit: Visit, state: WaitState): Promise<number> {
  if (state.Seconds !== undefined) {
    const seconds = await evaluateAs(visit, "Seconds", state.Seconds, isCount, "a whole number of seconds");
    return visit.enteredMs + seconds * 1_000;
  }
  return Date.parse(await evaluateAs(visit, "Timestamp", state.Timestamp, isTimestamp, "an RFC 3339 timestamp"));
}

function isTimestamp(value: unknown): value is string {
  return isString(value) && /^\d{4}-\d{2}-\d{2}T.*(Z|[+-]\d{2}:\d{2})$/.test(value) && !Number.isNaN(Date.parse(value));
}
