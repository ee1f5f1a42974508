import * as z from "zod";

/** Who may do what beyond what is shipped. */
export const RightsSettings = z.strictObject({
  /** Policies in Cedar, beside those that are shipped: docs/people.md. They are checked against the schema before they count. */
  policies: z.string().min(1).max(100_000).optional(),
});
export type RightsSettings = z.infer<typeof RightsSettings>;
