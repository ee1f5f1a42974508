import type { ConnectPlan, IntentRun, Person } from "@skylane/core";
import { LOCAL_OPERATOR_ID } from "@skylane/core";
import { neededSignatures } from "../policy/index.ts";

/**
 * True for the one operator of one's own machine, where nobody is named: four eyes would be nobody's. Behind an identity provider
 * no caller has that name.
 */
export const isAlone = (people: readonly Person[]): boolean =>
  people.length === 1 && people[0]?.id === LOCAL_OPERATOR_ID;

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
