import type { Target } from "./schemas.ts";

/** An event as EventBridge hands it to targets. */
export interface Envelope {
  readonly version: "0";
  readonly id: string;
  readonly "detail-type": string;
  readonly source: string;
  readonly account: string;
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: unknown;
  readonly "replay-name"?: string;
}

/** What a target receives: the event, a part of it, a constant, or a template filled from it. */
export function transformInput(
  target: Target,
  envelope: Envelope,
  rule: { readonly name: string; readonly arn: string },
  ingestedAtMs: number,
): unknown {
  if (target.Input !== undefined) return parseLenient(target.Input);
  if (target.InputPath !== undefined) return valueAt(envelope, target.InputPath) ?? {};
  if (target.InputTransformer === undefined) return envelope;
  const { InputPathsMap, InputTemplate } = target.InputTransformer;
  const values = new Map<string, unknown>(
    Object.entries(InputPathsMap).map(([name, path]) => [name, valueAt(envelope, path)]),
  );
  values.set("aws.events.rule-name", rule.name);
  values.set("aws.events.rule-arn", rule.arn);
  values.set("aws.events.event", envelope);
  values.set("aws.events.event.json", envelope);
  values.set("aws.events.event.ingestion-time", new Date(ingestedAtMs).toISOString());
  return parseLenient(fill(InputTemplate, values));
}

/** Fills `<name>`: inside quotes as text, outside as JSON. A name without a value becomes an empty string, as on AWS. */
function fill(template: string, values: ReadonlyMap<string, unknown>): string {
  let isQuoted = false;
  let filled = "";
  for (let i = 0; i < template.length; i += 1) {
    const char = template[i] as string;
    if (char === '"' && template[i - 1] !== "\\") isQuoted = !isQuoted;
    const name = char === "<" ? /^<([\w.-]+)>/.exec(template.slice(i))?.[1] : undefined;
    if (name === undefined) {
      filled += char;
      continue;
    }
    const value = values.get(name) ?? "";
    const json = JSON.stringify(value);
    filled += isQuoted ? JSON.stringify(typeof value === "string" ? value : json).slice(1, -1) : json;
    i += name.length + 1;
  }
  return filled;
}

/** The value at a path such as `$.detail.items[0].name`; `undefined` if there is none. */
export function valueAt(root: unknown, path: string): unknown {
  const steps = path.replace(/^\$\.?/, "").match(/[^.[\]]+/g) ?? [];
  let node = root;
  for (const step of steps) {
    if (node === null || typeof node !== "object") return undefined;
    node = (node as Readonly<Record<string, unknown>>)[step];
  }
  return node;
}

function parseLenient(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
