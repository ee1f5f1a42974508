import * as z from "zod";
import { FlowId } from "./ids.ts";
import { CloudId } from "./network.ts";

/** What differs between two looks. */
export const TopologyDrift = z.strictObject({
  kind: z.enum(["added", "removed", "changed"]),
  what: z.enum(["network", "gateway", "connection", "route"]),
  subject: z.string(),
  /** Field → before and after, as text; empty for what came or went. */
  changes: z.array(z.strictObject({ field: z.string(), before: z.string(), after: z.string() })),
  cloud: CloudId.optional(),
  regionId: z.string().optional(),
  /** Flows that use it, or could. */
  flowIds: z.array(FlowId),
});
export type TopologyDrift = z.infer<typeof TopologyDrift>;
