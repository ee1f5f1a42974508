import * as z from "zod";
import { Cidr, CloudId } from "./network.ts";

/** One change of routing in one place, as desired state. The actuator named in it gives `target` and `desired` their meaning. */
export const RouteChange = z.strictObject({
  /** Unique in its plan, stable over retries. */
  id: z.string().min(1),
  sideId: z.string().min(1),
  cloud: CloudId,
  /** Actuator id, `<cloud>.<knob>`, e.g. `aws.tgw-route`. */
  actuator: z.string().min(1),
  prefix: Cidr,
  /** Where: route table, router, Region … */
  target: z.record(z.string(), z.string()),
  /** What it shall be: next hop, drained neighbor … */
  desired: z.record(z.string(), z.string()),
  /** One sentence for people. */
  summary: z.string().min(1),
  /** Its scope is a whole gateway, hub or network: made only when a person orders the move, never by itself. */
  isPlannedOnly: z.literal(true).optional(),
});
export type RouteChange = z.infer<typeof RouteChange>;

/** What was there before a change, stored before the first write; the input of its undo. */
export const PreImage = z.strictObject({
  changeId: z.string().min(1),
  /** The actuator's own record of the state before; `null` where nothing was there. */
  state: z.record(z.string(), z.string()).nullable(),
});
export type PreImage = z.infer<typeof PreImage>;
