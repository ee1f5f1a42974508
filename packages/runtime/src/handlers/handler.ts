import type { PortName, Ports } from "../ports/ports.ts";
import { randomIds } from "../time.ts";
import { inTrace } from "../trace/context.ts";
import { invocationOf } from "../trace/invocation-of.ts";

/** A Lambda handler, and the ports it asks for: what its bundle holds and its role may do. */
export interface Handler<Result> {
  (raw: unknown, lambda?: unknown): Promise<Result>;
  readonly ports: readonly PortName[];
}

/** A handler that carries the names of its ports, and runs as a part of the trace that its event says. */
export const handlerWith = <Result>(
  { names, around }: Pick<Ports<unknown>, "names" | "around">,
  handle: (raw: unknown) => Promise<Result>,
): Handler<Result> =>
  Object.assign(
    (raw: unknown, lambda?: unknown): Promise<Result> => {
      const invoked = invocationOf(raw, randomIds);
      return inTrace(invoked.context, () =>
        around ? around({ raw, lambda, invoked }, () => handle(raw)) : handle(raw),
      );
    },
    { ports: names },
  );
