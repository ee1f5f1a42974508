import * as z from "zod";

const Failure = z.object({
  __type: z.string().optional().catch(undefined),
  message: z.string().optional().catch(undefined),
  Message: z.string().optional().catch(undefined),
});

/** Name and words of a failure in AWS's JSON protocol; what it does not say is `undefined`. */
export function jsonFailure(answer: unknown): {
  readonly name: string | undefined;
  readonly message: string | undefined;
} {
  const { __type: type, message, Message } = Failure.safeParse(answer).data ?? {};
  // `namespace#Name`
  return { name: type?.split("#").at(-1), message: message ?? Message };
}

/** Any JSON, or `undefined` for what is none. */
export function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
