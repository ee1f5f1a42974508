import * as z from "zod";
import { CloudId } from "../model/network.ts";
import { TopologyDrift } from "../model/topology-drift.ts";

/** A cloud was looked at by a function within it; the answer is in the inbox, for it is larger than an event may be. */
export const CloudLookedAt = z.strictObject({
  cloud: CloudId,
  startedAtMs: z.number(),
  finishedAtMs: z.number(),
  gapCount: z.int().nonnegative(),
});
export type CloudLookedAt = z.infer<typeof CloudLookedAt>;

/** A look at the estate is stored: under which key, and what it holds in numbers. */
export const SnapshotCompleted = z.strictObject({
  estate: z.string(),
  /** Key of the snapshot in the store; it is larger than an event may be. */
  snapshotKey: z.string().min(1),
  previousKey: z.string().optional(),
  /** The cloud whose new answer made this snapshot; the others' are their last ones. */
  cloud: CloudId,
  networkCount: z.int().nonnegative(),
  connectionCount: z.int().nonnegative(),
  undeclaredCount: z.int().nonnegative(),
  gapCount: z.int().nonnegative(),
});
export type SnapshotCompleted = z.infer<typeof SnapshotCompleted>;

/** The estate is not what it was. */
export const DriftFound = z.strictObject({
  estate: z.string(),
  snapshotKey: z.string().min(1),
  previousKey: z.string().min(1),
  totalCount: z.int().positive(),
  /** Those that touch most flows first; as many as an event holds. */
  drifts: z.array(TopologyDrift),
});
export type DriftFound = z.infer<typeof DriftFound>;
