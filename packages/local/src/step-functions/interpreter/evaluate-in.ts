import { StateError } from "../asl/state-error.ts";
import { checkSize, type Exit, type Visit } from "./run.ts";

/** What expressions see besides input and context. */
export interface Extra {
  readonly result?: unknown;
  readonly errorOutput?: unknown;
  readonly token?: string;
  readonly mapItem?: { readonly Index: number; readonly Value: unknown };
}

/** Evaluates a template of this state with `$states` and the variables in scope. */
export function evaluateIn(visit: Visit, template: unknown, extra: Extra = {}): Promise<unknown> {
  const { run, scope } = visit;
  const mapItem = extra.mapItem ?? scope.mapItem;
  const states = {
    input: visit.input,
    context: {
      ...run.context,
      State: {
        Name: visit.name,
        EnteredTime: new Date(visit.enteredMs).toISOString(),
        RetryCount: visit.past.retries.length,
      },
      ...(extra.token === undefined ? {} : { Task: { Token: extra.token } }),
      ...(mapItem === undefined ? {} : { Map: { Item: mapItem } }),
    },
    ...(extra.result === undefined ? {} : { result: extra.result }),
    ...(extra.errorOutput === undefined ? {} : { errorOutput: extra.errorOutput }),
  };
  return run.evaluate(template, { states, variables: visit.variables });
}

/** Evaluates a field that has to be of one type. @throws StateError States.QueryEvaluationError */
export async function evaluateAs<T>(
  visit: Visit,
  field: string,
  template: unknown,
  is: (value: unknown) => value is T,
  wanted: string,
): Promise<T> {
  const value = await evaluateIn(visit, template);
  if (is(value)) return value;
  throw new StateError(
    "States.QueryEvaluationError",
    `The field ${field} of state '${visit.name}' must be ${wanted}, but it is ${JSON.stringify(value).slice(0, 200)}.`,
  );
}

export const isString = (value: unknown): value is string => typeof value === "string";
export const isBoolean = (value: unknown): value is boolean => typeof value === "boolean";
export const isCount = (value: unknown): value is number => Number.isInteger(value) && (value as number) >= 0;
export const isPositive = (value: unknown): value is number => Number.isInteger(value) && (value as number) > 0;

/** Leaves a state by one of its exits: Assign and Output are both evaluated with the variables as they were before. */
export async function leave(
  visit: Visit,
  exit: { readonly Assign?: unknown; readonly Output?: unknown },
  extra: Extra,
  defaultOutput: unknown,
  next: string | undefined,
): Promise<Exit> {
  const variables =
    exit.Assign === undefined ? undefined : ((await evaluateIn(visit, exit.Assign, extra)) as Record<string, unknown>);
  const output = exit.Output === undefined ? defaultOutput : await evaluateIn(visit, exit.Output, extra);
  for (const [name, value] of Object.entries(variables ?? {})) checkSize(value, `The variable $${name}`);
  checkSize(output, `The output of state '${visit.name}'`);
  return { output, ...(variables && { variables }), ...(next !== undefined && { next }) };
}
