type Step = { readonly key: string } | { readonly index: number } | "every";

const STEP = /\.([\w/-]+)|\[(\d+)\]|\['([^']+)'\]|\["([^"]+)"\]|(\.\*|\[\*\])/y;

/**
 * Reads EventBridge's subset of JSON paths: `$.detail.a-b`, `$.resources[0]`, `$.detail['a.b']`, `$.items[*].id`.
 * Answers `undefined` if the path is not one of these.
 */
export function parseJsonPath(path: string): readonly Step[] | undefined {
  if (!path.startsWith("$")) return undefined;
  const steps: Step[] = [];
  STEP.lastIndex = 1;
  while (STEP.lastIndex < path.length) {
    const match = STEP.exec(path);
    if (!match) return undefined;
    const [, dotted, index, quoted, doubleQuoted] = match;
    const key = dotted ?? quoted ?? doubleQuoted;
    steps.push(key !== undefined ? { key } : index !== undefined ? { index: Number(index) } : "every");
  }
  return steps;
}

/** The value at a path that `parseJsonPath` accepts; `undefined` if there is none. A wildcard answers the array of what it finds. */
export function valueAt(value: unknown, path: string): unknown {
  return follow(value, parseJsonPath(path) ?? []);
}

function follow(value: unknown, steps: readonly Step[]): unknown {
  const [step, ...rest] = steps;
  if (step === undefined) return value;
  if (value === null || typeof value !== "object") return undefined;
  if (step === "every")
    return Object.values(value)
      .map((item) => follow(item, rest))
      .filter((item) => item !== undefined);
  if ("index" in step) return Array.isArray(value) ? follow(value[step.index], rest) : undefined;
  return Object.hasOwn(value, step.key) ? follow((value as Record<string, unknown>)[step.key], rest) : undefined;
}
