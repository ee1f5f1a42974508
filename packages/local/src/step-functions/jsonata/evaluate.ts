import jsonata, { type Expression } from "jsonata";
import type { Timers } from "../../time.ts";
import { StateError } from "../asl/state-error.ts";
import { registerBuiltIns } from "./built-ins.ts";
import { expressionSource, jsonataMessage } from "./expression.ts";

/** What expressions of one state see: `$states` and the workflow's variables. */
interface ExpressionScope {
  readonly states: Readonly<Record<string, unknown>>;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Evaluates a template: any JSON whose `{% %}` strings are JSONata. @throws StateError States.QueryEvaluationError */
export type Evaluate = (template: unknown, scope: ExpressionScope) => Promise<unknown>;

// A runaway expression would block every other execution of the process.
const EVALUATION_TIMEOUT_MS = 5_000;

export function createEvaluate(sources: { timers: Timers; random: () => number }): Evaluate {
  const compiled = new Map<string, Expression>();
  const compile = (source: string): Expression => {
    let expression = compiled.get(source);
    if (!expression) {
      expression = jsonata(source, { timeout: EVALUATION_TIMEOUT_MS });
      registerBuiltIns(expression, sources);
      compiled.set(source, expression);
    }
    return expression;
  };

  const evaluateExpression = async (text: string, source: string, scope: ExpressionScope): Promise<unknown> => {
    let value: unknown;
    try {
      value = await compile(source).evaluate(undefined, { ...scope.variables, states: scope.states });
    } catch (error) {
      throw new StateError(
        "States.QueryEvaluationError",
        `The JSONata expression '${text}' failed: ${jsonataMessage(error)}`,
      );
    }
    // JSON and back: JSONata marks its arrays, and a function is not data.
    const json = isFunction(value) ? undefined : JSON.stringify(value);
    if (json === undefined) {
      throw new StateError(
        "States.QueryEvaluationError",
        `The JSONata expression '${text}' returned nothing (undefined).`,
      );
    }
    return JSON.parse(json) as unknown;
  };

  const evaluate: Evaluate = async (template, scope) => {
    if (typeof template === "string") {
      const source = expressionSource(template);
      return source === undefined ? template : evaluateExpression(template, source, scope);
    }
    if (Array.isArray(template)) {
      const items: unknown[] = [];
      for (const item of template) items.push(await evaluate(item, scope));
      return items;
    }
    if (typeof template !== "object" || template === null) return template;
    const fields: [string, unknown][] = [];
    for (const [name, value] of Object.entries(template)) fields.push([name, await evaluate(value, scope)]);
    return Object.fromEntries(fields);
  };
  return evaluate;
}

/** JSONata's own functions are plain objects with a mark. */
function isFunction(value: unknown): boolean {
  return typeof value === "object" && value !== null && ("_jsonata_function" in value || "_jsonata_lambda" in value);
}
