import * as z from "zod";
import { ConnectionCharge } from "./connection-charge.ts";
import { GroupId, IntentId, PathId } from "./ids.ts";
import { CloudId } from "./network.ts";
import { PersonName } from "./person.ts";

/** Who watches over one connection that was built: a group of its own, paths that are probed already, or nobody. */
export const BuiltWatch = z.strictObject({
  intentId: IntentId,
  by: z.enum(["own-group", "known-paths", "nobody"]),
  groupId: GroupId.optional(),
  pathIds: z.array(PathId),
  /** One sentence for people: why so, and what its failover means. */
  because: z.string().max(1_000),
});
export type BuiltWatch = z.infer<typeof BuiltWatch>;

/** An object that a run has made, and what its owner is charged for it. */
export const BuiltResource = z.strictObject({
  stepId: z.string(),
  /** `<cloud>.<kind>`. */
  resource: z.string(),
  cloud: CloudId,
  accountId: z.string(),
  regionId: z.string(),
  ids: z.record(z.string(), z.string()),
  /** At list price, whatever it carries; 0 = the vendors' lists name no charge, absent = not known. */
  monthlyUsd: z.number().nonnegative().optional(),
});
export type BuiltResource = z.infer<typeof BuiltResource>;

/** What one connection's part of its run's own objects costs: an object that several need is shared evenly among them. */
export const BuiltShare = z.strictObject({
  intentId: IntentId,
  ...ConnectionCharge.shape,
  /** To the cent; shares add up to the whole. Absent if the price of one of its objects is not known. */
  monthlyUsd: z.number().nonnegative().optional(),
});
export type BuiltShare = z.infer<typeof BuiltShare>;

/** What stands of a run of intents: who answers for it, who pays, what watches over it. One a run, for as long as something stands. */
export const BuiltRecord = z.strictObject({
  runId: IntentId,
  owner: PersonName,
  costCentre: z.string().max(64).optional(),
  /** When it was written. */
  atMs: z.number(),
  /** Of all resources; absent if one of them is not known. */
  monthlyUsd: z.number().nonnegative().optional(),
  resources: z.array(BuiltResource),
  /** Of each connection that stands. */
  shares: z.array(BuiltShare).default([]),
  watches: z.array(BuiltWatch),
  /** Runs that it leans on: by their objects, which are theirs to pay, or by their groups. */
  leansOnRunIds: z.array(IntentId),
});
export type BuiltRecord = z.infer<typeof BuiltRecord>;

/** A connection's document as it is kept: Markdown, in which every name from outside is inert. */
export const ConnectionDocument = z.strictObject({
  intentId: IntentId,
  runId: IntentId,
  markdown: z.string().min(1),
  atMs: z.number(),
  /** When its connection was taken back; absent = it stands. */
  takenBackAtMs: z.number().optional(),
});
export type ConnectionDocument = z.infer<typeof ConnectionDocument>;
