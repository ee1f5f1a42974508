import * as z from "zod";
import { Policy } from "../config/skylane-config.ts";
import { AutomationLevel } from "../model/failover-plan.ts";
import { GroupId, PathId } from "../model/ids.ts";
import { Person } from "../model/person.ts";

const Count = z.int().nonnegative();
const Ms = z.number().nonnegative();
const Ratio = z.number().nonnegative();

/** `GET /v1/settings`: what the configuration says of how far Skylane goes and who may order it. Changed in `skylane.yaml` only. */
export const SettingsView = z.strictObject({
  estate: z.string(),
  groups: z.array(
    z.strictObject({
      id: GroupId,
      automation: AutomationLevel,
      failbackMode: z.enum(["auto", "manual"]),
      stableWindowMs: Ms,
      policyId: z.string().optional(),
      pathIds: z.array(PathId),
    }),
  ),
  /** When a path counts as down or degraded. */
  detection: z.strictObject({
    probeIntervalMs: Ms,
    probeTimeoutMs: Ms,
    failuresToDownCount: Count,
    successesToUpCount: Count,
    degradedRttRatio: Ratio,
    degradedLossRatio: Ratio,
  }),
  /** On what traffic is moved, how it is proven, how often at most. */
  moves: z.strictObject({
    on: z.array(z.enum(["down", "degraded"])),
    quorumRatio: Ratio,
    proofRequestCount: Count,
    proofDeadlineMs: Ms,
    flapBudgetCount: Count,
    flapWindowMs: Ms,
  }),
  /** What reaches further than this waits for an approver. */
  approval: z.strictObject({
    maxGroupCount: Count,
    maxFlowCount: Count,
    maxCriticalFlowCount: Count,
    maxNeededMbps: z.number(),
    maxMonthlyGb: z.number(),
    validForMs: Ms,
  }),
  policies: z.array(Policy),
  people: z.array(Person.pick({ id: true, role: true })),
});
export type SettingsView = z.infer<typeof SettingsView>;
