import { randomIds } from "../time.ts";
import { idsIn, inTrace } from "./context.ts";

/** Something that is no handler of Lambda's, such as a timer of another cloud, each time as an invocation with a trace of its own. */
export const asInvocation =
  <Args extends readonly unknown[], Result>(run: (...args: Args) => Result) =>
  (...args: Args): Result =>
    inTrace({ ...idsIn(randomIds.traceparent()), invocation: { correlation: {}, incidentId: undefined } }, () =>
      run(...args),
    );
