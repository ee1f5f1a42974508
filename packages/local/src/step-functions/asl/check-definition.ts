import type * as z from "zod";
import { expressionSyntaxError } from "../jsonata/expression.ts";
import { type Catcher, type Retrier, type State, StateMachineDefinition, type StatesMachine } from "./definition.ts";
import { KNOWN_RESOURCES, parseTaskResource } from "./task-resource.ts";

/** A definition that may run, or everything that is wrong with it, each message naming the state. */
export type CheckedDefinition =
  | { readonly ok: true; readonly definition: StateMachineDefinition }
  | { readonly ok: false; readonly problems: readonly string[] };

/** Reads and checks the JSON text of a state machine definition. Never throws. */
export function checkDefinition(text: string): CheckedDefinition {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return { ok: false, problems: [`the definition is not JSON: ${(error as Error).message}`] };
  }
  const parsed = StateMachineDefinition.safeParse(json);
  if (!parsed.success) return { ok: false, problems: parsed.error.issues.map(describeIssue) };
  const problems = checkMachine(parsed.data, "the state machine", new Set());
  return problems.length === 0 ? { ok: true, definition: parsed.data } : { ok: false, problems };
}

function describeIssue(issue: z.core.$ZodIssue): string {
  const at = issue.path.lastIndexOf("States");
  const stateName = at >= 0 ? issue.path[at + 1] : undefined;
  const field = (stateName === undefined ? issue.path : issue.path.slice(at + 2)).join(".");
  const place = [
    stateName === undefined ? "the state machine" : `state "${String(stateName)}"`,
    field && `field ${field}`,
  ];
  return `${place.filter(Boolean).join(", ")}: ${issue.message}`;
}

function checkMachine(machine: StatesMachine, place: string, outerVariables: ReadonlySet<string>): string[] {
  const problems: string[] = [];
  const exists = (name: string): boolean => Object.hasOwn(machine.States, name);
  if (!exists(machine.StartAt)) problems.push(`${place}: StartAt names "${machine.StartAt}", which is not in States`);
  const assigned = new Set(Object.values(machine.States).flatMap((state) => assignments(state).flatMap(Object.keys)));
  for (const [name, state] of Object.entries(machine.States)) {
    const say = (problem: string): number => problems.push(`state "${name}": ${problem}`);
    for (const target of targets(state)) {
      if (!exists(target)) say(`its transition goes to "${target}", which is not in States of the same level`);
    }
    for (const problem of [...flowProblems(state), ...fieldProblems(state), ...recoveryProblems(state)]) say(problem);
    for (const variable of assignments(state).flatMap(Object.keys)) {
      if (variable === "states") say("Assign may not set the reserved variable $states");
      if (outerVariables.has(variable))
        say(`Assign sets $${variable}, which an enclosing state machine assigns; rename it`);
    }
    for (const problem of expressionProblems(withoutInnerMachines(state))) say(problem);
    const inner = new Set([...outerVariables, ...assigned]);
    if (state.Type === "Map")
      problems.push(...checkMachine(state.ItemProcessor, `state "${name}", ItemProcessor`, inner));
    if (state.Type === "Parallel") {
      state.Branches.forEach((branch, index) => {
        problems.push(...checkMachine(branch, `state "${name}", Branches[${index}]`, inner));
      });
    }
  }
  return [...problems, ...unreachable(machine)];
}

function targets(state: State): string[] {
  const next = "Next" in state && state.Next !== undefined ? [state.Next] : [];
  const caught = "Catch" in state ? (state.Catch ?? []).map((catcher) => catcher.Next) : [];
  if (state.Type !== "Choice") return [...next, ...caught];
  return [...state.Choices.map((choice) => choice.Next), ...(state.Default === undefined ? [] : [state.Default])];
}

function assignments(state: State): Record<string, unknown>[] {
  const catchers = "Catch" in state ? (state.Catch ?? []) : [];
  const choices = state.Type === "Choice" ? state.Choices : [];
  const own = "Assign" in state && state.Assign !== undefined ? [state.Assign] : [];
  return [...own, ...[...catchers, ...choices].flatMap((part) => (part.Assign === undefined ? [] : [part.Assign]))];
}

function flowProblems(state: State): string[] {
  if (state.Type === "Choice" || state.Type === "Succeed" || state.Type === "Fail") return [];
  return (state.Next === undefined) === (state.End === undefined) ? ["needs exactly one of Next and End"] : [];
}

function fieldProblems(state: State): string[] {
  if (state.Type === "Wait") {
    return (state.Seconds === undefined) === (state.Timestamp === undefined)
      ? ["a Wait needs exactly one of Seconds and Timestamp"]
      : [];
  }
  if (state.Type !== "Task") return [];
  const problems: string[] = [];
  if (parseTaskResource(state.Resource) === undefined) {
    problems.push(`Resource "${state.Resource}" is not supported here; use one of ${KNOWN_RESOURCES}`);
  }
  const { TimeoutSeconds: timeout, HeartbeatSeconds: heartbeat } = state;
  if (timeout === 0) problems.push("TimeoutSeconds must be positive");
  if (heartbeat === 0) problems.push("HeartbeatSeconds must be positive");
  if (typeof timeout === "number" && typeof heartbeat === "number" && heartbeat >= timeout) {
    problems.push("HeartbeatSeconds must be smaller than TimeoutSeconds");
  }
  return problems;
}

function recoveryProblems(state: State): string[] {
  if (!("Retry" in state || "Catch" in state)) return [];
  const check = (field: string, list: readonly (Retrier | Catcher)[] | undefined): string[] =>
    (list ?? []).flatMap((part, index, all) => {
      if (!part.ErrorEquals.includes("States.ALL")) return [];
      return part.ErrorEquals.length === 1 && index === all.length - 1
        ? []
        : [`${field}[${index}]: States.ALL must stand alone and in the last entry`];
    });
  return [...check("Retry", state.Retry), ...check("Catch", state.Catch)];
}

function withoutInnerMachines(state: State): unknown {
  if (state.Type === "Map") return { ...state, ItemProcessor: undefined };
  return state.Type === "Parallel" ? { ...state, Branches: undefined } : state;
}

function expressionProblems(value: unknown): string[] {
  if (typeof value === "string") {
    const error = expressionSyntaxError(value);
    return error === undefined ? [] : [`the expression ${value} is not valid JSONata: ${error}`];
  }
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(expressionProblems) : [];
}

function unreachable(machine: StatesMachine): string[] {
  const seen = new Set<string>();
  const open = [machine.StartAt];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const state = seen.has(name) ? undefined : machine.States[name];
    if (state) open.push(...targets(state));
    seen.add(name);
  }
  return Object.keys(machine.States)
    .filter((name) => !seen.has(name))
    .map((name) => `state "${name}": no transition leads to it`);
}
