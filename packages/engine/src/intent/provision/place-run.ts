import type { ConnectPlan, IntentRun, IntentSettings } from "@skylane/core";
import { neededSignatures } from "../policy/index.ts";

/** Why nobody can sign a plan where nothing is built, and what to do. */
export const DESIGNED_ONLY =
  "designed only: building is off here. Set provisioning: on in the stage's file and deploy it (elsewhere intents.building: on), and ask again";

/** A run with its plan, in the status that follows from both: what it waits for, or that it may begin; pure. */
export function placeRun(
  run: IntentRun,
  plan: ConnectPlan | undefined,
  nowMs: number,
  { approvalExpiresMs, building }: Pick<IntentSettings, "approvalExpiresMs" | "building">,
): IntentRun {
  const kinds = new Set(run.intents.map(({ understanding }) => understanding.kind));
  const { plan: _, approvalExpiresAtMs: __, failure: ___, ...bare } = run;
  if (kinds.has("refused")) return { ...bare, status: "refused" };
  if (kinds.has("questions") || !plan) return { ...bare, status: "questions" };
  const planned = { ...bare, plan, signatures: [] };
  if (plan.issues.length > 0) return { ...planned, status: "refused" };
  if (plan.violations.length > 0) return { ...planned, status: "violating" };
  if (building === "off") return { ...planned, status: "designed", failure: DESIGNED_ONLY };
  if (neededSignatures(plan) === 0) return { ...planned, status: "approved" };
  return { ...planned, status: "awaiting-approval", approvalExpiresAtMs: nowMs + approvalExpiresMs };
}
