import * as z from "zod";
import type { Deps } from "../../../deps.ts";
import { CostCheckKind } from "./start-cost-check.ts";

/** What of a look at costs could not be done. */
export const CheckFailure = z.strictObject({ kind: CostCheckKind, atMs: z.number(), reason: z.string() });
type CheckFailure = z.infer<typeof CheckFailure>;

const MAX_REASON_CHARS = 4_000;

/** Tells that a look could not be finished: the first time of a day, for what comes every half hour need not be said as often. */
export async function tellCheckFailure(
  { publisher, log }: Pick<Deps, "publisher" | "log">,
  { kind, atMs, reason }: CheckFailure,
): Promise<void> {
  log.warn("costs could not be looked at", { kind, reason });
  const day = new Date(atMs).toISOString().slice(0, 10);
  await publisher.publish([
    {
      type: "cost.check-failed.v1",
      subject: kind,
      epoch: atMs,
      seq: 0,
      idempotencyKey: `cost-check-failed:${kind}:${day}`,
      data: { kind, reason: reason.slice(0, MAX_REASON_CHARS) },
    },
  ]);
}
