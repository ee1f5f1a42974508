import * as z from "zod";

/** What a model answers: the prose, and each comparison the prose makes as a claim that can be computed. */
export const NarrationAnswer = z.strictObject({
  text: z.string(),
  claims: z
    .array(
      z.strictObject({
        leftLabel: z.string(),
        relation: z.enum(["less", "greater", "equal"]),
        rightLabel: z.string(),
      }),
    )
    .max(20, "at most 20 claims"),
});
export type NarrationAnswer = z.infer<typeof NarrationAnswer>;
