import type { ResolvedStep } from "@skylane/core";
import { explainIssues } from "@skylane/core";
import type * as z from "zod";
import { cloudError } from "../errors.ts";

/** What a step wants, as its provisioner takes it. @throws ERR_STEP_INVALID */
export function readDesired<T>(desired: z.ZodType<T>, { id, resource, desired: wanted }: ResolvedStep): T {
  const result = desired.safeParse(wanted);
  if (result.success) return result.data;
  throw cloudError("ERR_STEP_INVALID", `step ${id} does not fit ${resource}: ${explainIssues(result.error)}`, {
    stepId: id,
    resource,
  });
}
