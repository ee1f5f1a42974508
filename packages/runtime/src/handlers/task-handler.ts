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
    const parsed = input.safeParse(raw);
    if (!parsed.success)
      throw coreError("ERR_REQUEST_INVALID", `the step's input does not fit: ${explainIssues(parsed.error)}`);
    return run(await ports.make(), parsed.data);
  });
