import * as z from "zod";
import { CloudId } from "../network.ts";
import { BillingMonth, TransferKind } from "./charge.ts";

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

/** Bytes of one flow in one slot, as far as routing and its owner tell: at least so many. Of a flow there is one a slot. */
export const FlowSlot = z.strictObject({
  startMs: z.number(),
  flowId: z.string().min(1),
  /** The links it used, first to last. */
  connectionIds: z.array(z.string().min(1)),
  bytes: z.number().nonnegative(),
  usd: z.number().nonnegative().optional(),
});
export type FlowSlot = z.infer<typeof FlowSlot>;

/**
 * What was carried in a month in slots that are no longer read again: prices by volume go on from here. `untilMs` is the start of the
 * first slot that is not in it.
 */
export const MeteredVolumes = z.strictObject({
  month: BillingMonth,
  untilMs: z.number(),
  /** Start of the first slot of the month that was counted: what was carried before is not known. */
  sinceMs: z.number().optional(),
  /** By row of the price lists. */
  bytesByRow: z.record(z.string(), z.number().nonnegative()),
});
export type MeteredVolumes = z.infer<typeof MeteredVolumes>;

/** Meter against bill for one link and month: what the bill has beyond the meter is shown, not spread. */
export const Reconciliation = z.strictObject({
  billingMonth: z.string(),
  connectionId: z.string(),
  meteredUsd: z.number().nonnegative(),
  billedUsd: z.number(),
  residualUsd: z.number(),
  residualRatio: z.number().optional(),
  meteredGb: z.number().nonnegative(),
  /** Absent = the bill does not say how much it charges for. */
  billedGb: z.number().optional(),
  /** Why they differ, as far as that is known. */
  reasons: z.array(z.string().max(300)).max(20),
});
export type Reconciliation = z.infer<typeof Reconciliation>;

/** What a bill asks for data on its way where it does not say on which link; it belongs to all links that its cloud and kind fit. */
export const UnplacedTransfer = z.strictObject({
  cloud: CloudId,
  kind: TransferKind,
  regionId: z.string().optional(),
  billedUsd: z.number(),
  billedGb: z.number().optional(),
  /** What the meter makes of the links of that cloud whose data is charged for in this way, beside those the bill names itself. */
  meteredUsd: z.number().nonnegative(),
  connectionIds: z.array(z.string()),
});
export type UnplacedTransfer = z.infer<typeof UnplacedTransfer>;
