import type { State, StatesMachine } from "../asl/definition.ts";
import { emptyStatePast } from "../journal/past.ts";
import { runAttempts } from "./attempts.ts";
import { runChoice, runFail, runPass, runSucceed, runWait } from "./flow-states.ts";
import { runMap, runParallel } from "./group-states.ts";
import { type Exit, type Run, record, type Scope, type Visit } from "./run.ts";
import { runTask } from "./run-task.ts";

// A workflow of Pass and Choice only never waits; it has to let the journal and its neighbours have their turn.
const TRANSITIONS_PER_TURN = 64;

/**
 * Runs a state machine from its StartAt to its end and returns the output. States the journal knows as exited are
 * skipped with their recorded output, so calling this again after a crash continues where the journal ends.
 * @throws StateError when a state fails and nothing catches it; the abort reason of the scope; JournalClosed
 */
export async function runMachine(run: Run, machine: StatesMachine, input: unknown, scope: Scope): Promise<unknown> {
  const visits = new Map<string, number>();
  let name = machine.StartAt;
  let carried = input;
  let variables = scope.variables;
  for (let transition = 1; ; transition++) {
    if (transition % TRANSITIONS_PER_TURN === 0) await run.durable();
    const visitNumber = (visits.get(name) ?? 0) + 1;
    visits.set(name, visitNumber);
    const state = machine.States[name];
    if (state === undefined) throw new Error(`state "${name}" does not exist`);
    const key = `${scope.path}/${keyPart(name)}#${visitNumber}`;
    const exit = await visitState(run, state, { key, name, input: carried, variables, scope });
    carried = exit.output;
    if (exit.variables) variables = { ...variables, ...exit.variables };
    if (exit.next === undefined) return carried;
    name = exit.next;
  }
}

/** A state's name without the characters that structure a journal key. */
function keyPart(name: string): string {
  return name.replace(/[/#@[\]%]/g, encodeURIComponent);
}

type Where = Pick<Visit, "key" | "name" | "input" | "variables" | "scope">;

async function visitState(run: Run, state: State, where: Where): Promise<Exit> {
  const { key, name, input } = where;
  const past = run.past.get(key) ?? emptyStatePast();
  run.past.delete(key);
  if (past.exited) return past.exited;
  const enteredMs = past.entered?.atMs ?? run.timers.nowMs();
  const visit: Visit = { ...where, run, past, enteredMs };
  if (!past.entered) record(visit, { type: "entered", key, atMs: enteredMs, name, state: state.Type, input });
  const exit = await runState(visit, state);
  record(visit, { type: "exited", key, atMs: run.timers.nowMs(), ...exit });
  return exit;
}

function runState(visit: Visit, state: State): Promise<Exit> {
  switch (state.Type) {
    case "Pass":
      return runPass(visit, state);
    case "Succeed":
      return runSucceed(visit, state);
    case "Fail":
      return runFail(visit, state);
    case "Wait":
      return runWait(visit, state);
    case "Choice":
      return runChoice(visit, state);
    case "Task":
      return runAttempts(visit, state, () => runTask(visit, state));
    case "Map":
      return runAttempts(visit, state, () => runMap(visit, state));
    case "Parallel":
      return runAttempts(visit, state, () => runParallel(visit, state));
  }
}
