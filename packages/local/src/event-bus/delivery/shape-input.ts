import { AwsError } from "../../edge/aws-service.ts";
import type { Target } from "../api/requests.ts";
import { type Envelope, isoSeconds } from "../envelope.ts";
import { parseJsonPath, valueAt } from "./json-path.ts";
import { PermanentTargetError } from "./target-invoker.ts";

/** What the predefined variables of an input template are filled from. */
export interface RuleFacts {
  readonly name: string;
  readonly arn: string;
  /** When the bus took the event, ms since the epoch. */
  readonly ingestedAtMs: number;
}

/**
 * What a target gets: the event, or the part, constant or template the target asks for.
 * @throws PermanentTargetError if the filled template is not JSON
 */
export function shapeInput(target: Target, envelope: Envelope, rule: RuleFacts): unknown {
  if (target.Input !== undefined) return JSON.parse(target.Input) as unknown;
  if (target.InputPath !== undefined) return valueAt(envelope, target.InputPath) ?? null;
  if (target.InputTransformer === undefined) return envelope;
  const { InputPathsMap, InputTemplate } = target.InputTransformer;
  const variables = new Map<string, unknown>(
    Object.entries(InputPathsMap).map(([name, path]) => [name, valueAt(envelope, path)]),
  );
  const { detail: _detail, ...withoutDetail } = envelope;
  variables.set("aws.events.rule-arn", rule.arn);
  variables.set("aws.events.rule-name", rule.name);
  variables.set("aws.events.event.ingestion-time", isoSeconds(rule.ingestedAtMs));
  variables.set("aws.events.event", withoutDetail);
  variables.set("aws.events.event.json", envelope);
  const filled = fill(InputTemplate, variables);
  try {
    return JSON.parse(filled) as unknown;
  } catch {
    throw new PermanentTargetError(`the filled InputTemplate is not valid JSON: ${filled.slice(0, 200)}`);
  }
}

/**
 * Puts variables into a template. Between quotes a value is text (a string without its own quotes, anything else as escaped
 * JSON); elsewhere it is JSON. A variable without a value leaves `""` there and nothing between quotes.
 */
function fill(template: string, variables: ReadonlyMap<string, unknown>): string {
  let isQuoted = false;
  return template.replaceAll(/\\.|"|<([\w.-]+)>/gs, (token: string, name: string | undefined) => {
    if (token === '"') isQuoted = !isQuoted;
    if (name === undefined || !variables.has(name)) return token;
    const value = variables.get(name);
    if (!isQuoted) return JSON.stringify(value ?? "");
    const text = value === undefined ? "" : typeof value === "string" ? value : JSON.stringify(value);
    return JSON.stringify(text).slice(1, -1);
  });
}

/** Refuses at PutTargets time what could never be delivered. @throws AwsError ValidationException */
export function checkInputShape({ Id, Input, InputPath, InputTransformer }: Target): void {
  const refuse = (field: string, reason: string): never => {
    throw new AwsError("ValidationException", `Parameter ${field} of target ${Id} is not valid. Reason: ${reason}.`);
  };
  if ([Input, InputPath, InputTransformer].filter((shape) => shape !== undefined).length > 1)
    refuse("Input", "only one of Input, InputPath and InputTransformer may be given");
  if (Input !== undefined && !isJson(Input)) refuse("Input", "it must be valid JSON text");
  for (const [name, path] of Object.entries({ InputPath: InputPath ?? "$", ...InputTransformer?.InputPathsMap })) {
    if (!parseJsonPath(path)) refuse(name, `${path} is not a JSON path such as $.detail.id or $.resources[0]`);
    if (name.startsWith("aws.events.")) refuse(name, "names beginning with aws.events. are reserved");
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
