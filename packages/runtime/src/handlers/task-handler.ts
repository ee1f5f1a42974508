import { coreError, explainIssues } from "@skylane/core";
import type * as z from "zod";
import type { Ports } from "../ports/ports.ts";
import { type Handler, handlerWith } from "./handler.ts";

/** A Lambda handler for a workflow step or a schedule: parses its input, strictly, and hands it over. */
export const taskHandler = <Given, Input, Result>(
  ports: Ports<Given>,
  input: z.ZodType<Input>,
  run: (deps: NoInfer<Given>, input: Input) => Promise<Result>,
): Handler<Result> =>
  handlerWith(ports, async (raw) => {
    const parsed = input.safeParse(withoutTrace(raw));
    if (!parsed.success)
      throw coreError("ERR_REQUEST_INVALID", `the step's input does not fit: ${explainIssues(parsed.error)}`);
    return run(await ports.make(), parsed.data);
  });

/** What a workflow says of the trace is for the handler, and no part of a step's own input. */
function withoutTrace(raw: unknown): unknown {
  if (raw === null || typeof raw !== "object" || !("trace" in raw)) return raw;
  const { trace: _, ...input } = raw;
  return input;
}
