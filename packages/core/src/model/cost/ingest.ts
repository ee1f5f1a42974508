import * as z from "zod";
import { CloudId } from "../network.ts";
import { BillFormat } from "./bill-format.ts";
import { BillingMonth } from "./charge.ts";

/** Why a row was set aside. Its amount is in no total, and said apart. */
export const RowFault = z.enum([
  "unreadable",
  "too-many-fields",
  "too-few-fields",
  "missing-value",
  "bad-value",
  "outside-billing-period",
  "duplicate",
  "contradiction",
]);
export type RowFault = z.infer<typeof RowFault>;

/** A row that was set aside: where it stands, what is wrong with it, what would pass. Text from outside is cut and cleaned. */
export const RowSetAside = z.strictObject({
  file: z.string().max(1_024),
  rowNumber: z.int().positive(),
  fault: RowFault,
  column: z.string().max(128).optional(),
  says: z.string().max(400),
});
export type RowSetAside = z.infer<typeof RowSetAside>;

/** One delivery of a bill: all files of one export run for one billing month; a later one replaces it whole. */
export const BillDelivery = z.strictObject({
  /** `<source>/<billing month>/<run>`, the same each time it is read. */
  id: z.string().min(1).max(400),
  source: z.string().min(1).max(200),
  cloud: CloudId.optional(),
  format: BillFormat,
  billingMonth: BillingMonth,
  files: z
    .array(
      z.strictObject({
        name: z.string().min(1).max(1_024),
        version: z.string().min(1).max(256),
        bytes: z.int().nonnegative(),
      }),
    )
    .min(1)
    .max(10_000),
  /** When the provider finished writing it, ms since 1970. */
  writtenAtMs: z.number(),
  /** What its manifest names and is not there, or not whole; such a delivery is not taken. */
  lacks: z.string().max(400).optional(),
});
export type BillDelivery = z.infer<typeof BillDelivery>;

/** What became of a delivery. Rows read = taken + set aside, always; amounts are exact decimals by currency. */
export const IngestReport = z.strictObject({
  deliveryId: z.string(),
  billingMonth: BillingMonth,
  /** When the provider had written the delivery; absent = not known. */
  writtenAtMs: z.number().optional(),
  status: z.enum(["taken", "unchanged", "incomplete", "older-than-taken"]),
  rowCount: z.int().nonnegative(),
  takenCount: z.int().nonnegative(),
  setAsideCount: z.int().nonnegative(),
  byFault: z.partialRecord(RowFault, z.int().positive()),
  /** Where rows that were taken keep to FOCUS less strictly than it asks, and their meaning is clear all the same. */
  deviations: z
    .array(z.strictObject({ column: z.string().max(128), says: z.string().max(300), count: z.int().positive() }))
    .max(200),
  /** The first of each fault, a hundred at most. */
  setAside: z.array(RowSetAside).max(100),
  billed: z.record(z.string(), z.string()),
  /** What rows set aside say they cost, as far as that can be read. */
  setAsideBilled: z.record(z.string(), z.string()),
  /** What the delivery before it said for the same month; absent = none was there. */
  replacedBilled: z.record(z.string(), z.string()).optional(),
  /** What the provider asks for having been asked for it, at list prices; absent = nothing, or only for traffic. */
  readUsd: z.number().nonnegative().optional(),
  atMs: z.number(),
});
export type IngestReport = z.infer<typeof IngestReport>;
