import * as z from "zod";

/** By what costs are looked at. */
export const ScopeKind = z.enum(["capability", "team", "flow", "link", "cloud", "region", "service", "environment"]);
export type ScopeKind = z.infer<typeof ScopeKind>;

/** One of them, e.g. capability `web-application`; `kind` and `id` stand for all charges if they are `all`. */
export const CostScope = z.strictObject({
  kind: z.union([ScopeKind, z.literal("all")]),
  id: z.string().min(1).max(400),
});
export type CostScope = z.infer<typeof CostScope>;
