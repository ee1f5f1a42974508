import * as z from "zod";

/** Name of a drill in configuration. */
export const DrillId = z
  .string()
  .regex(
    /^[a-z0-9](?:[a-z0-9._-]{0,38}[a-z0-9])?$/,
    `must be a drill id: 1-40 lower-case letters, digits, ".", "_" or "-"`,
  )
  .brand<"DrillId">();
export type DrillId = z.infer<typeof DrillId>;

/** Name of one run of a drill over one group: `dr-<drillId>-<groupId>-<when>`. */
export const DrillRunId = z
  .string()
  .regex(/^dr-[a-z0-9._-]{1,140}$/, "must be the id of a run such as dr-monthly-use1-dc1-mf3k2")
  .brand<"DrillRunId">();
export type DrillRunId = z.infer<typeof DrillRunId>;

/** `official`: the cloud's own failover test. `reroute`: an ordered move to the backup and back, without a fault. */
export const DrillKind = z.enum(["official", "reroute"]);
export type DrillKind = z.infer<typeof DrillKind>;

/** The official test that takes a path away, and on what; the adapter checks `settings`. */
export const FaultTestTarget = z.strictObject({
  test: z.string().regex(/^[a-z]+\.[a-z-]+$/, "must be <cloud>.<test>, e.g. aws.bgp-failover-test"),
  settings: z.record(z.string(), z.string()),
});
export type FaultTestTarget = z.infer<typeof FaultTestTarget>;
