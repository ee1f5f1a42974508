import { inject } from "vitest";
import { Stack } from "./stack.ts";

/** The stages of test/infra/stages that are rendered. */
export const stageNames = ["prod", "test"] as const;
type StageName = (typeof stageNames)[number];

declare module "vitest" {
  interface ProvidedContext {
    stackFiles: Record<string, string>;
  }
}

/** A rendered stage. */
export function stackOf(stage: StageName): Stack {
  const file = inject("stackFiles")[stage];
  if (file === undefined) throw new Error(`${stage} was not rendered`);
  return new Stack(file);
}

/** Every rendered stage beside its name, for `describe.each`. */
export const stacks = (): readonly (readonly [StageName, Stack])[] =>
  stageNames.map((stage) => [stage, stackOf(stage)] as const);
