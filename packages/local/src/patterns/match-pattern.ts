import { isInRange } from "./cidr.ts";
import type { CompiledPattern, Matcher, SubRule } from "./compile-pattern.ts";

type Scalar = string | number | boolean | null;
/** A leaf of an event: its value, and which element of each array around it it lies in. */
interface Leaf {
  readonly value: Scalar;
  readonly elements: ReadonlyMap<string, number>;
}
type Leaves = ReadonlyMap<string, readonly Leaf[]>;

/** True if the event matches the pattern. Fields inside one array must match within one of its elements. */
export function matchesPattern(pattern: CompiledPattern, event: unknown): boolean {
  const leaves = flatten(event);
  return pattern.subRules.some((subRule) => matchesSubRule(subRule, leaves));
}

/** Every scalar of the event by dotted path. An empty object or array leaves nothing: it is as good as absent. */
function flatten(event: unknown): Leaves {
  const leaves = new Map<string, Leaf[]>();
  const visit = (node: unknown, path: string, elements: ReadonlyMap<string, number>, place: string): void => {
    if (Array.isArray(node)) {
      node.forEach((item: unknown, i) => {
        // Lists of scalars bind nothing: each is a value of the field. Lists of objects bind the fields inside to one element.
        const isGroup = item !== null && typeof item === "object" && !Array.isArray(item);
        visit(item, path, isGroup ? new Map(elements).set(place, i) : elements, `${place}[${i}]`);
      });
    } else if (node !== null && typeof node === "object") {
      for (const [key, child] of Object.entries(node))
        visit(child, path === "" ? key : `${path}.${key}`, elements, `${place}.${key}`);
    } else if (node !== undefined) {
      const known = leaves.get(path);
      const leaf = { value: node as Scalar, elements };
      if (known) known.push(leaf);
      else leaves.set(path, [leaf]);
    }
  };
  visit(event, "", new Map(), "");
  return leaves;
}

/** Looks for one choice of leaves, one per field, whose array elements agree. */
function matchesSubRule({ fields }: SubRule, leaves: Leaves): boolean {
  const choose = (i: number, bound: ReadonlyMap<string, number>): boolean => {
    const field = fields[i];
    if (!field) return true;
    const present = leaves.get(field.path) ?? [];
    if (present.length === 0 && field.matchers.some(({ kind }) => kind === "absent") && choose(i + 1, bound))
      return true;
    return present.some((leaf) => {
      if (!agrees(leaf.elements, bound) || !field.matchers.some((matcher) => matchesValue(matcher, leaf.value)))
        return false;
      return choose(i + 1, leaf.elements.size === 0 ? bound : new Map([...bound, ...leaf.elements]));
    });
  };
  return choose(0, new Map());
}

function agrees(elements: ReadonlyMap<string, number>, bound: ReadonlyMap<string, number>): boolean {
  for (const [array, index] of elements) {
    const other = bound.get(array);
    if (other !== undefined && other !== index) return false;
  }
  return true;
}

function matchesValue(matcher: Matcher, value: Scalar): boolean {
  switch (matcher.kind) {
    case "equals":
      return value === matcher.value;
    case "number":
      return value === matcher.value;
    case "range":
      return typeof value === "number" && matcher.tests.every((test) => test(value));
    case "not":
      return !matcher.of.some((excluded) => matchesValue(excluded, value));
    case "present":
      return true;
    case "absent":
      return false;
    case "cidr":
      return typeof value === "string" && isInRange(value, matcher.range);
    case "wildcard":
      return typeof value === "string" && matcher.regex.test(value);
    case "prefix":
      return (
        typeof value === "string" && fold(value, matcher.isCaseless).startsWith(fold(matcher.text, matcher.isCaseless))
      );
    case "suffix":
      return (
        typeof value === "string" && fold(value, matcher.isCaseless).endsWith(fold(matcher.text, matcher.isCaseless))
      );
    case "equals-ignore-case":
      return typeof value === "string" && fold(value, true) === fold(matcher.text, true);
  }
}

const fold = (text: string, isCaseless: boolean): string => (isCaseless ? text.toLowerCase() : text);
