import * as z from "zod";
import { Action, Role } from "../model/person.ts";

const Leave = z.discriminatedUnion("isAllowed", [
  z.strictObject({ isAllowed: z.literal(true) }),
  /** Half a sentence: which role it takes, or which policy forbids it. */
  z.strictObject({ isAllowed: z.literal(false), reason: z.string() }),
]);

/** `GET /v1/me`: who asks, and what they may do to the estate as a whole; of one plan or move policies may say otherwise. */
export const Me = z.strictObject({
  /** As `people` of the configuration says it, else as the token does. */
  id: z.string(),
  /** Absent = not among the people: nothing may be done. */
  role: Role.optional(),
  actions: z.record(Action, Leave),
});
export type Me = z.infer<typeof Me>;
