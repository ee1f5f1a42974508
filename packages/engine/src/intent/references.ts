import type { Json, ProvisionStep } from "@skylane/core";

/** `{{<step>.<output>}}`, where the output's name has no dot. */
const REFERENCE = /\{\{([a-z0-9][a-z0-9.-]*)\.([A-Za-z0-9]+)\}\}/g;

/** What a step put out, by name. */
export type OutputsOf = (stepId: string) => Readonly<Record<string, string>> | undefined;

/** Stands for what a step will put out. */
export const outputOf = (stepId: string, output: string): string => `{{${stepId}.${output}}}`;

/** Steps that a step's desired state refers to, each once. */
export function referencesIn({ desired }: Pick<ProvisionStep, "desired">): readonly string[] {
  const found = new Set<string>();
  for (const text of textsIn(desired)) for (const [, stepId = ""] of text.matchAll(REFERENCE)) found.add(stepId);
  return [...found];
}

/** Everything a step waits for: the steps it names, and those it refers to. */
export const prerequisitesOf = (step: Pick<ProvisionStep, "needs" | "desired">): readonly string[] => [
  ...new Set([...step.needs, ...referencesIn(step)]),
];

/** The same with every reference replaced; `undefined` where an output is not there yet. */
export function resolved<T extends Json>(value: T, outputsOf: OutputsOf): T | undefined {
  let isComplete = true;
  const walk = (one: Json): Json => {
    if (typeof one === "string")
      return one.replaceAll(REFERENCE, (whole, stepId: string, output: string) => {
        const found = outputsOf(stepId)?.[output];
        isComplete &&= found !== undefined;
        return found ?? whole;
      });
    if (Array.isArray(one)) return one.map(walk);
    if (one === null || typeof one !== "object") return one;
    return Object.fromEntries(Object.entries(one).map(([key, inner]) => [key, walk(inner)]));
  };
  const walked = walk(value) as T;
  return isComplete ? walked : undefined;
}

/** Names of the secrets a step sends along: its fields that end in `Secret`. */
export function secretsIn(value: Json): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(secretsIn);
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key.endsWith("Secret") && typeof inner === "string" ? [inner] : secretsIn(inner),
  );
}

function textsIn(value: Json): readonly string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (value === null || typeof value !== "object") return [];
  return Object.values(value).flatMap(textsIn);
}
