import * as z from "zod";

/** Clouds count in steps of five minutes or less; a quarter of an hour is what costs are watched by. */
export const METER_SLOT_MS = 900_000;

/** Bytes of one direction of a link in one slot, as its cloud counted them, and what our price model makes of them. */
export const MeteredSlot = z.strictObject({
  /** Start of the slot, ms since 1970, a multiple of `METER_SLOT_MS`. */
  startMs: z.number(),
  /** As discovery names it. */
  connectionId: z.string().min(1),
  /** Key of the network or gateway that sends. */
  fromKey: z.string().min(1),
  toKey: z.string().min(1),
  bytes: z.number().nonnegative(),
  /** Part of the slot that was counted; below 1 a cloud's metrics are late or lack points. */
  coverageRatio: z.number().min(0).max(1),
  /** List price of the sender's side, marginal; absent = a price is not known. */
  usd: z.number().nonnegative().optional(),
  /** Rows of the price lists that were used. */
  priceRowIds: z.array(z.string()),
});
export type MeteredSlot = z.infer<typeof MeteredSlot>;

/** Bytes of one flow in one slot, as far as flow logs or routing tell. */
export const FlowSlot = z.strictObject({
  startMs: z.number(),
  flowId: z.string().min(1),
  /** The links it used, first to last. */
  connectionIds: z.array(z.string().min(1)),
  bytes: z.number().nonnegative(),
  usd: z.number().nonnegative().optional(),
});
export type FlowSlot = z.infer<typeof FlowSlot>;

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
