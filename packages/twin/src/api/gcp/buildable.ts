import type * as z from "zod";
import type { World } from "../../world/world.ts";
import type { RestAnswer } from "../rest-api.ts";
import { googleError, invalid } from "./google-error.ts";
import type { OperationError } from "./operations.ts";
import type { GcpProject } from "./project.ts";

/** What a write does once its time has come, or what it fails with then. */
export interface Effect {
  readonly run: () => OperationError | undefined;
}

/** How objects of a collection are made, changed and deleted. */
export interface Buildable {
  readonly isGlobal: boolean;
  /** Seconds an insert takes in the real cloud. */
  readonly insertSeconds: number;
  readonly insert: (world: World, project: GcpProject, path: string, body: unknown) => Effect | RestAnswer;
  readonly patch?: (world: World, project: GcpProject, path: string, body: unknown) => Effect | RestAnswer;
  /** `undefined` where there is no such object that could be deleted. */
  readonly remove: (world: World, project: GcpProject, path: string) => Effect | RestAnswer | undefined;
  readonly permissions: { readonly insert: readonly string[]; readonly remove: readonly string[] };
}

/** A body of that form, or what is wrong with it. Values are not repeated: there may be secrets among them. */
export function understood<T>(schema: z.ZodType<T>, body: unknown): { readonly value: T } | RestAnswer {
  const parsed = schema.safeParse(body);
  if (parsed.success) return { value: parsed.data };
  const [issue] = parsed.error.issues;
  return invalid(`Invalid value for field 'resource.${issue?.path.join(".")}': ${issue?.message}.`);
}

/** A write of bodies of one form. */
export const bodyOf =
  <T>(
    schema: z.ZodType<T>,
    run: (world: World, project: GcpProject, path: string, wanted: T) => Effect | RestAnswer,
  ): Buildable["insert"] =>
  (world, project, path, body) => {
    const read = understood(schema, body);
    return "value" in read ? run(world, project, path, read.value) : read;
  };

/** The refusal to delete what something else refers to. */
export const inUse = (path: string, by: string): RestAnswer =>
  googleError(
    400,
    "INVALID_ARGUMENT",
    "resourceInUseByAnotherResource",
    `The resource '${path}' is already being used by '${by}'`,
  );

/** An effect that cannot fail. */
export const done = (run: () => void): Effect => ({
  run() {
    run();
    return undefined;
  },
});
