import * as z from "zod";

/** Number of a proposal. `by` is unique to one run of one process, so no two proposals share a ballot. */
export const Ballot = z.strictObject({ round: z.int().nonnegative(), by: z.string() });
export type Ballot = z.infer<typeof Ballot>;

/** True if `one` comes before `other` in the one order all acceptors agree on. */
export const isBefore = (one: Ballot, other: Ballot): boolean =>
  one.round < other.round || (one.round === other.round && one.by < other.by);
