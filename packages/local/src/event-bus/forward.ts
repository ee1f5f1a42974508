import type { DatabaseSync } from "node:sqlite";
import * as z from "zod";
import type { AcceptEvents } from "./accept-events.ts";
import { type Account, busOfArn } from "./arns.ts";
import type { InvokeForEvent } from "./delivery/deliver.ts";
import { PermanentTargetError, type TargetInvoker } from "./delivery/target-invoker.ts";
import type { Envelope } from "./envelope.ts";

/** EventBridge forwards an event from bus to bus once, so that buses which name each other do not send it in circles. */
const MAX_HOPS = 1;
const Forwarded = z.looseObject({ version: z.literal("0"), id: z.string(), time: z.iso.datetime() });

/** Delivers to buses of this account itself; every other target is left to `next`. */
export function forwardToBuses(options: {
  readonly db: DatabaseSync;
  readonly account: Account;
  readonly next: TargetInvoker;
  readonly accept: AcceptEvents;
}): InvokeForEvent {
  const readHops = options.db.prepare("SELECT hops FROM events WHERE sequence = ?");
  return async (targetArn, input, signal, sequence) => {
    const bus = busOfArn(targetArn, options.account);
    if (bus === undefined) return options.next.invoke(targetArn, input, signal);
    const hops = Number(readHops.get(sequence)?.hops ?? 0);
    if (hops >= MAX_HOPS)
      throw new PermanentTargetError("the event came from another bus already; it is forwarded only once");
    if (!Forwarded.safeParse(input).success)
      throw new PermanentTargetError("a bus takes whole events only: remove Input, InputPath or InputTransformer");
    await options.accept([{ bus, envelope: input as Envelope, hops: hops + 1 }]);
  };
}
