import { createHash } from "node:crypto";

/** What an expression sees: parameters, where it is deployed, and which item of a copy it is. */
export interface ArmScope {
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly subscriptionId: string;
  readonly resourceGroup?: string | undefined;
  readonly index?: number | undefined;
}

type Token = { readonly kind: "name" | "text" | "number" | "mark"; readonly value: string };

const tokensOf = (source: string): Token[] => {
  const found = [
    ...source.matchAll(/\s*(?:(?<name>[A-Za-z]\w*)|'(?<text>(?:[^']|'')*)'|(?<number>\d+)|(?<mark>[()[\].,]))/gy),
  ];
  if (
    found
      .map(([all]) => all)
      .join("")
      .trim() !== source.trim()
  )
    throw new RangeError(`not an expression: ${source}`);
  return found.map(({ groups = {} }) => {
    const [kind = "mark", value = ""] = Object.entries(groups).find(([, one]) => one !== undefined) ?? [];
    return { kind: kind as Token["kind"], value };
  });
};

/** A value of a template with every expression in it worked out, as Resource Manager does. @throws RangeError for what it would refuse */
export function resolveArm(value: unknown, scope: ArmScope): unknown {
  if (Array.isArray(value)) return value.map((one) => resolveArm(one, scope));
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, resolveArm(one, scope)]));
  if (typeof value !== "string" || !value.startsWith("[") || value.startsWith("[[")) return value;
  if (!value.endsWith("]")) throw new RangeError(`an expression without end: ${value}`);
  const tokens = tokensOf(value.slice(1, -1));
  const result = readValue(tokens, scope);
  if (tokens.length > 0) throw new RangeError(`more than one expression: ${value}`);
  return result;
}

function readValue(tokens: Token[], scope: ArmScope): unknown {
  const first = tokens.shift();
  if (!first || first.kind === "mark") throw new RangeError(`a value is missing before ${first?.value ?? "the end"}`);
  let value: unknown = first.kind === "number" ? Number(first.value) : first.value.replaceAll("''", "'");
  if (first.kind === "name") value = call(first.value, readArguments(tokens, scope), scope);
  for (;;) {
    const mark = tokens[0]?.kind === "mark" ? tokens[0].value : "";
    if (mark !== "." && mark !== "[") return value;
    tokens.shift();
    const key = mark === "." ? tokens.shift()?.value : readValue(tokens, scope);
    if (mark === "[") take(tokens, "]");
    const inside = (value as Readonly<Record<string, unknown>>)[String(key)];
    if (inside === undefined) throw new RangeError(`there is no ${String(key)}`);
    value = inside;
  }
}

function readArguments(tokens: Token[], scope: ArmScope): unknown[] {
  take(tokens, "(");
  const found: unknown[] = [];
  while (tokens[0]?.value !== ")") {
    if (found.length > 0) take(tokens, ",");
    found.push(readValue(tokens, scope));
  }
  take(tokens, ")");
  return found;
}

function take(tokens: Token[], mark: string): void {
  const next = tokens.shift();
  if (next?.kind !== "mark" || next.value !== mark) throw new RangeError(`${mark} is missing`);
}

function call(name: string, given: readonly unknown[], scope: ArmScope): unknown {
  const { parameters, subscriptionId, resourceGroup, index } = scope;
  const subscription = `/subscriptions/${subscriptionId}`;
  const group = resourceGroup === undefined ? undefined : `${subscription}/resourceGroups/${resourceGroup}`;
  const [first, ...rest] = given;
  const inside = (base: string): string => {
    const [namespace = "", ...types] = String(first).split("/");
    if (types.length !== rest.length) throw new RangeError(`${String(first)} needs ${types.length} names`);
    return `${base}/providers/${namespace}${types.map((type, i) => `/${type}/${String(rest[i])}`).join("")}`;
  };
  switch (name) {
    case "parameters":
      if (!Object.hasOwn(parameters, String(first))) throw new RangeError(`there is no parameter ${String(first)}`);
      return parameters[String(first)];
    case "subscription":
      return { id: subscription, subscriptionId };
    case "resourceGroup":
      if (group === undefined) throw new RangeError("resourceGroup() outside of one");
      return { id: group, name: resourceGroup, location: "westeurope" };
    case "resourceId":
      if (group === undefined) throw new RangeError("resourceId() outside of a resource group");
      return inside(group);
    case "subscriptionResourceId":
      return inside(subscription);
    case "guid":
      return createHash("sha256").update(given.join("|")).digest("hex").slice(0, 32);
    case "format":
      return String(first).replaceAll(/\{(\d)\}/g, (_, i: string) => String(rest[Number(i)]));
    case "length":
      return (first as readonly unknown[]).length;
    case "contains":
      return (first as readonly unknown[]).includes(rest[0]);
    case "empty":
      return (first as string | readonly unknown[]).length === 0;
    case "not":
      return first !== true;
    case "and":
      return given.every((one) => one === true);
    case "copyIndex":
      if (index === undefined) throw new RangeError("copyIndex() outside of a copy");
      return index;
    case "reference":
      return { clientId: `client of ${String(first)}`, principalId: `principal of ${String(first)}` };
    default:
      throw new RangeError(`no function ${name}`);
  }
}
