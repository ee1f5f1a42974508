import type { ResolvedStep } from "@skylane/core";

const MARKS = ["skylane:run", "skylane:step"] as const;

/** True if an object bears the tags of this step of this run; names of tags ignore case in Azure. */
export function isOf(step: ResolvedStep, tags: Readonly<Record<string, string>> | undefined): boolean {
  const shown = new Map(Object.entries(tags ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
  return MARKS.every((mark) => step.tags[mark] !== undefined && shown.get(mark) === step.tags[mark]);
}

/** Names of those fields that are not as wanted. */
export const differing = (fields: Readonly<Record<string, boolean>>): readonly string[] =>
  Object.entries(fields).flatMap(([name, isAsWanted]) => (isAsWanted ? [] : [name]));
