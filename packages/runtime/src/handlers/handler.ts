import type { PortName, Ports } from "../ports/ports.ts";

/** A Lambda handler, and the ports it asks for: what its bundle holds and its role may do. */
export interface Handler<Result> {
  (raw: unknown): Promise<Result>;
  readonly ports: readonly PortName[];
}

/** A handler that carries the names of its ports. */
export const handlerWith = <Result>(
  { names }: Pick<Ports<unknown>, "names">,
  handle: (raw: unknown) => Promise<Result>,
): Handler<Result> => Object.assign(handle, { ports: names });
