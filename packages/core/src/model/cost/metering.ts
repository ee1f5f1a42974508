import * as z from "zod";

/** Bytes of one direction of a link in one hour, as its cloud counted them, and what our price model makes of them. */
export const MeteredHour = z.strictObject({
  /** Start of the hour, ms since 1970. */
  hourMs: z.number(),
  /** As discovery names it. */
  connectionId: z.string().min(1),
  /** Key of the network or gateway that sends. */
  fromKey: z.string().min(1),
  toKey: z.string().min(1),
  bytes: z.number().nonnegative(),
  /** Part of the hour that was counted; below 1 a cloud's metrics are late or lack points. */
  coverageRatio: z.number().min(0).max(1),
  /** List price of the sender's side, marginal; absent = a price is not known. */
  usd: z.number().nonnegative().optional(),
  /** Rows of the price lists that were used. */
  priceRowIds: z.array(z.string()),
});
export type MeteredHour = z.infer<typeof MeteredHour>;

/** Bytes of one flow in one hour, as far as flow logs or routing tell. */
export const FlowHour = z.strictObject({
  hourMs: z.number(),
  flowId: z.string().min(1),
  /** The links it used, first to last. */
  connectionIds: z.array(z.string().min(1)),
  bytes: z.number().nonnegative(),
  usd: z.number().nonnegative().optional(),
});
export type FlowHour = z.infer<typeof FlowHour>;

/** Meter against bill for one link and month: what the bill has beyond the meter is shown, not spread. */
export const Reconciliation = z.strictObject({
  billingMonth: z.string(),
  connectionId: z.string(),
  meteredUsd: z.number().nonnegative(),
  billedUsd: z.number(),
  residualUsd: z.number(),
  residualRatio: z.number().optional(),
});
export type Reconciliation = z.infer<typeof Reconciliation>;
