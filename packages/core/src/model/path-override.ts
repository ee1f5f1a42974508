import * as z from "zod";
import { GroupId, PathId } from "./ids.ts";

const WEEK_MS = 7 * 86_400_000;

/** Who ordered something, and why: kept wherever a person overrules Skylane. */
const signed = { by: z.string().min(1).max(400), reason: z.string().min(1).max(500) };

/** As it is asked for: the order is that of the caller; `by` says for whom, where that is somebody else. */
const asked = { by: z.string().min(1).max(100).optional(), reason: z.string().min(1).max(500) };

/** How long a person's order for a path counts, ms: a week at most, for what nobody remembers is nobody's order. */
const OrderSpanMs = z.number().positive().max(WEEK_MS, "must be a week (604800000 ms) or less").default(7_200_000);

/** A person's order for one path: keep off it, or keep to it. It wins over every decision of Skylane until it ends. */
export const PathOverride = z.strictObject({
  pathId: PathId,
  groupId: GroupId,
  to: z.enum(["avoid", "prefer"]),
  ...signed,
  setAtMs: z.number(),
  untilMs: z.number(),
});
export type PathOverride = z.infer<typeof PathOverride>;

/** `PUT /v1/paths/{id}/override`; `auto` takes an order back. */
export const PathOverrideRequest = z.strictObject({
  to: z.enum(["avoid", "prefer", "auto"]),
  forMs: OrderSpanMs,
  ...asked,
});
export type PathOverrideRequest = z.infer<typeof PathOverrideRequest>;

/** `POST /v1/paths/{id}/drain`: planned maintenance. */
export const DrainRequest = z.strictObject({ forMs: OrderSpanMs, ...asked });
export type DrainRequest = z.infer<typeof DrainRequest>;
