import type { Approval } from "@skylane/core";

/** What a person answers to a request for approval. */
export interface Verdict {
  readonly kind: "approve" | "reject";
  /** Beginning of the hash of the plan that was shown to them. */
  readonly planHash: string;
}

/** Whether a verdict counts. `already`: it was given before, and saying it again changes nothing. */
export type VerdictJudgement =
  | { readonly kind: "counts" | "already" }
  | { readonly kind: "ended"; readonly as: "approved" | "rejected" | "stale" | "expired" }
  | { readonly kind: "other-plan" };

/** Judges a verdict by what it is about; pure. Whose it may be is for the policies to say. */
export function judgeVerdict(approval: Approval, verdict: Verdict, nowMs: number): VerdictJudgement {
  if (approval.status === (verdict.kind === "approve" ? "approved" : "rejected")) return { kind: "already" };
  if (approval.status !== "pending") return { kind: "ended", as: approval.status };
  if (nowMs >= approval.expiresAtMs) return { kind: "ended", as: "expired" };
  if (!approval.planHash.startsWith(verdict.planHash)) return { kind: "other-plan" };
  return { kind: "counts" };
}

/** True if it waits for somebody. */
export const isWaiting = ({ status, expiresAtMs }: Approval, nowMs: number): boolean =>
  status === "pending" && nowMs < expiresAtMs;
