import type { ConnectPlan, IntentRun } from "@skylane/core";
import { neededSignatures } from "../policy/index.ts";

/** A run with its plan, in the status that follows from both: what it waits for, or that it may begin; pure. */
export function placeRun(
  run: IntentRun,
  plan: ConnectPlan | undefined,
  nowMs: number,
  approvalExpiresMs: number,
): IntentRun {
  const kinds = new Set(run.intents.map(({ understanding }) => understanding.kind));
  const { plan: _, approvalExpiresAtMs: __, ...bare } = run;
  if (kinds.has("refused")) return { ...bare, status: "refused" };
  if (kinds.has("questions") || !plan) return { ...bare, status: "questions" };
  const planned = { ...bare, plan, signatures: [] };
  if (plan.issues.length > 0) return { ...planned, status: "refused" };
  if (plan.violations.length > 0) return { ...planned, status: "violating" };
  if (neededSignatures(plan) === 0) return { ...planned, status: "approved" };
  return { ...planned, status: "awaiting-approval", approvalExpiresAtMs: nowMs + approvalExpiresMs };
}
