import { type AddressRange, parseCidr } from "./cidr.ts";
import { InvalidPatternError } from "./invalid-pattern-error.ts";

/** One test of one leaf value. `absent` and `present` are about the field, the others about its value. */
export type Matcher =
  | { readonly kind: "equals"; readonly value: string | boolean | null }
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "prefix" | "suffix" | "equals-ignore-case"; readonly text: string; readonly isCaseless: boolean }
  | { readonly kind: "wildcard"; readonly regex: RegExp }
  | { readonly kind: "cidr"; readonly range: AddressRange }
  | { readonly kind: "range"; readonly tests: readonly ((value: number) => boolean)[] }
  | { readonly kind: "not"; readonly of: readonly Matcher[] }
  | { readonly kind: "present" }
  | { readonly kind: "absent" };

/** All of these fields must match, with one choice of array elements; the field name is its dotted path. */
export interface SubRule {
  readonly fields: readonly { readonly path: string; readonly matchers: readonly Matcher[] }[];
}

/** A pattern as alternatives: it matches if one of them does. */
export interface CompiledPattern {
  readonly subRules: readonly SubRule[];
}

type Json = Readonly<Record<string, unknown>>;
const OR = "$or";
const MAX_SUB_RULES = 1_000;

/** Compiles an event pattern with the semantics of AWS's published rules. @throws InvalidPatternError that names the place, the rule and what to do */
export function compilePattern(source: unknown): CompiledPattern {
  const pattern = typeof source === "string" ? parse(source) : source;
  if (!isObject(pattern)) throw new InvalidPatternError("(top level)", "must be an object");
  const subRules = expand(pattern, "");
  if (subRules.length > MAX_SUB_RULES)
    throw new InvalidPatternError(
      "(top level)",
      `its $or combine to more than ${MAX_SUB_RULES} alternatives; split the rule`,
    );
  return { subRules };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new InvalidPatternError("(top level)", "must be valid JSON");
  }
}

const isObject = (value: unknown): value is Json =>
  value !== null && typeof value === "object" && !Array.isArray(value);

/** Alternatives of one object: its fields, times those of each nested object and of each $or. */
function expand(pattern: Json, at: string): readonly SubRule[] {
  const keys = Object.keys(pattern);
  if (keys.length === 0)
    throw new InvalidPatternError(at || "(top level)", "is an empty object; name a field to match");
  let alternatives: readonly SubRule[] = [{ fields: [] }];
  for (const key of keys) {
    const value = pattern[key];
    const path = at === "" ? key : `${at}.${key}`;
    if (key === OR && isOrRelation(value))
      alternatives = combine(
        alternatives,
        value.flatMap((one) => expand(one, at)),
      );
    else if (Array.isArray(value))
      alternatives = combine(alternatives, [{ fields: [{ path, matchers: compileLeaf(value, path) }] }]);
    else if (isObject(value)) alternatives = combine(alternatives, expand(value, path));
    else throw new InvalidPatternError(path, "must be an object or an array; put the value in [ ]");
  }
  return alternatives;
}

/** `$or` is a relation only if it is a list of two or more objects; otherwise it is a field of that name. */
function isOrRelation(value: unknown): value is readonly Json[] {
  return Array.isArray(value) && value.length > 1 && value.every((one) => isObject(one) && !isOperatorObject(one));
}

const isOperatorObject = (one: Json): boolean => {
  const keys = Object.keys(one);
  return keys.length > 0 && keys.every((key) => OPERATORS.has(key));
};

const combine = (left: readonly SubRule[], right: readonly SubRule[]): readonly SubRule[] =>
  left.flatMap((one) => right.map((other) => merge(one, other)));

/** Both sub-rules in one. Of a field named in both only the later counts: so does AWS's compiler, whatever one would expect. */
const merge = (one: SubRule, other: SubRule): SubRule => ({
  fields: [...one.fields.filter(({ path }) => !other.fields.some((field) => field.path === path)), ...other.fields],
});

function compileLeaf(values: readonly unknown[], path: string): readonly Matcher[] {
  if (values.length === 0) throw new InvalidPatternError(path, "is an empty list; give at least one value to match");
  return values.map((value) => (isObject(value) ? compileOperator(value, path) : compileValue(value, path)));
}

function compileValue(value: unknown, path: string): Matcher {
  if (typeof value === "number") return { kind: "number", value };
  if (value === null || typeof value === "string" || typeof value === "boolean") return { kind: "equals", value };
  throw new InvalidPatternError(path, "holds a nested list; a field's list holds values and operators only");
}

const OPERATORS = new Set([
  "prefix",
  "suffix",
  "equals-ignore-case",
  "wildcard",
  "cidr",
  "numeric",
  "exists",
  "anything-but",
  "exactly",
]);

function compileOperator(operator: Json, path: string): Matcher {
  const keys = Object.keys(operator);
  const [name] = keys;
  if (name === undefined || keys.length !== 1)
    throw new InvalidPatternError(path, `needs one operator in each { }, it has ${keys.length}`);
  const value = operator[name];
  const at = `${path}.${name}`;
  switch (name) {
    case "exactly":
      return { kind: "equals", value: text(value, at) };
    case "prefix":
    case "suffix":
      return compileAffix(name, value, at);
    case "equals-ignore-case":
      return { kind: name, text: text(value, at), isCaseless: true };
    case "wildcard":
      return { kind: "wildcard", regex: compileWildcard(text(value, at), at) };
    case "cidr":
      return { kind: "cidr", range: parseCidr(text(value, at), at) };
    case "exists":
      if (typeof value !== "boolean") throw new InvalidPatternError(at, "must be true or false");
      return { kind: value ? "present" : "absent" };
    case "numeric":
      return { kind: "range", tests: compileRange(value, at) };
    case "anything-but":
      return { kind: "not", of: compileAnythingBut(value, at) };
    default:
      throw new InvalidPatternError(at, `is no operator; there are ${[...OPERATORS].join(", ")}`);
  }
}

function text(value: unknown, at: string): string {
  if (typeof value === "string") return value;
  throw new InvalidPatternError(at, "must be a string");
}

function compileAffix(kind: "prefix" | "suffix", value: unknown, at: string): Matcher {
  if (!isObject(value)) return { kind, text: text(value, at), isCaseless: false };
  const keys = Object.keys(value);
  if (keys.length !== 1 || keys[0] !== "equals-ignore-case")
    throw new InvalidPatternError(at, `takes a string or {"equals-ignore-case": string}`);
  return { kind, text: text(value["equals-ignore-case"], at), isCaseless: true };
}

/** `*` is any run of characters, `\*` a star, `\\` a backslash; everything else is itself, `?` too. */
function compileWildcard(source: string, at: string): RegExp {
  let regex = "";
  for (let i = 0; i < source.length; i += 1) {
    const char = source[i] as string;
    if (char === "\\") {
      const next = source[i + 1];
      if (next !== "*" && next !== "\\")
        throw new InvalidPatternError(at, String.raw`has a lone \; write \\ for a backslash or \* for a star`);
      regex += next === "*" ? String.raw`\*` : String.raw`\\`;
      i += 1;
    } else if (char === "*") {
      if (source[i + 1] === "*") throw new InvalidPatternError(at, "has two * in a row; one is enough");
      regex += "[^]*";
    } else regex += char.replaceAll(/[.+?^${}()|[\]/]/g, String.raw`\$&`);
  }
  return new RegExp(`^${regex}$`, "u");
}

function compileRange(value: unknown, at: string): readonly ((value: number) => boolean)[] {
  if (!Array.isArray(value) || value.length === 0)
    throw new InvalidPatternError(at, `must be a list such as [">", 0, "<=", 5]`);
  const number = (i: number): number => {
    const bound: unknown = value[i];
    if (typeof bound !== "number") throw new InvalidPatternError(at, `needs a number after ${String(value[i - 1])}`);
    return bound;
  };
  const first = number(1);
  if (value[0] === "=" && value.length === 2) return [(one) => one === first];
  if (value.length === 2) return [compare(value[0], first, at)];
  const isLower = value[0] === ">" || value[0] === ">=";
  const isUpper = value[2] === "<" || value[2] === "<=";
  if (value.length !== 4 || !isLower || !isUpper)
    throw new InvalidPatternError(
      at,
      `must be one comparison, or a lower and an upper bound in this order: [">", 0, "<=", 5]`,
    );
  const second = number(3);
  if (first >= second) throw new InvalidPatternError(at, `has its bottom ${first} not below its top ${second}`);
  return [compare(value[0], first, at), compare(value[2], second, at)];
}

function compare(operator: unknown, bound: number, at: string): (value: number) => boolean {
  switch (operator) {
    case "<":
      return (value) => value < bound;
    case "<=":
      return (value) => value <= bound;
    case ">":
      return (value) => value > bound;
    case ">=":
      return (value) => value >= bound;
    default:
      throw new InvalidPatternError(at, `has the comparison ${JSON.stringify(operator)}; there are = < <= > >=`);
  }
}

function compileAnythingBut(value: unknown, at: string): readonly Matcher[] {
  if (isObject(value)) {
    const keys = Object.keys(value);
    const [name] = keys;
    if (keys.length !== 1 || name === undefined) throw new InvalidPatternError(at, "takes one operator inside");
    const inner = value[name];
    const texts = Array.isArray(inner)
      ? inner.map((one) => text(one, `${at}.${name}`))
      : [text(inner, `${at}.${name}`)];
    if (texts.length === 0) throw new InvalidPatternError(`${at}.${name}`, "is an empty list");
    return texts.map((one) => compileExcluded(name, one, at));
  }
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  const kinds = new Set(values.map((one) => typeof one));
  if (values.length === 0 || kinds.size !== 1 || !(kinds.has("string") || kinds.has("number")))
    throw new InvalidPatternError(at, "takes a string, a number, or a list of only strings or only numbers");
  return values.map((one) => compileValue(one, at));
}

function compileExcluded(name: string, value: string, at: string): Matcher {
  const path = `${at}.${name}`;
  switch (name) {
    case "prefix":
    case "suffix":
      if (value === "") throw new InvalidPatternError(path, "must not be empty: it would exclude everything");
      return { kind: name, text: value, isCaseless: false };
    case "equals-ignore-case":
      return { kind: name, text: value, isCaseless: true };
    case "wildcard":
      return { kind: "wildcard", regex: compileWildcard(value, path) };
    default:
      throw new InvalidPatternError(
        path,
        "is not allowed inside anything-but; prefix, suffix, equals-ignore-case and wildcard are",
      );
  }
}
