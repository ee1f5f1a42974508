import * as z from "zod";
import { GroupId, IncidentId, PathId } from "./ids.ts";
import { PreImage, RouteChange } from "./route-change.ts";

/** Why the watchdog ends an override: nobody renewed it, or the path it sends traffic to is dead while the primary lives. */
export const OverrideEndReason = z.enum(["lease-ran-out", "target-down"]);
export type OverrideEndReason = z.infer<typeof OverrideEndReason>;

/**
 * The routes a move holds away from where they belong, with all that is needed to put them back: stored before the first
 * write, renewed while the move stands, and ended by whoever moves traffic back, or else by the watchdog.
 */
export const Override = z.strictObject({
  groupId: GroupId,
  incidentId: IncidentId,
  fromPathId: PathId,
  toPathId: PathId.optional(),
  /** In the order they are applied. */
  changes: z.array(z.strictObject({ change: RouteChange, before: PreImage })).min(1),
  storedAtMs: z.number(),
  renewedAtMs: z.number(),
  /** From then on nobody answers for it: the watchdog puts the routes back. */
  expiresAtMs: z.number(),
  /** Set by the watchdog before its first write; from then on no change of this move is applied any more. */
  ending: z
    .strictObject({
      why: OverrideEndReason,
      sinceMs: z.number(),
      /** `putting-back` until every route reads as before; `conflict` = somebody else has changed one: hands off. */
      stage: z.enum(["putting-back", "put-back", "conflict"]),
      /** Routes that did not read as before when it ended. */
      awayCount: z.int().nonnegative(),
      /** Whether people were told of this stage. */
      isTold: z.boolean(),
    })
    .optional(),
  /** Grows at each write; a writer names the one it has read. */
  version: z.int().nonnegative(),
});
export type Override = z.infer<typeof Override>;
