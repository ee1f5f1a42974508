import { coreError, explainIssues } from "@skylane/core";
import type { Deps } from "@skylane/engine";
import type * as z from "zod";
import { theRuntime } from "../make-deps.ts";

/** A Lambda handler for a workflow step or a schedule: parses its input, strictly, and hands it over. */
export const taskHandler =
  <Input, Result>(input: z.ZodType<Input>, run: (deps: Deps, input: Input) => Promise<Result>) =>
  async (raw: unknown): Promise<Result> => {
    const parsed = input.safeParse(raw);
    if (!parsed.success)
      throw coreError("ERR_REQUEST_INVALID", `the step's input does not fit: ${explainIssues(parsed.error)}`);
    return run(theRuntime().deps, parsed.data);
  };
