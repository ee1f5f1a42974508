import type { AutomationLevel, FailoverPlan, FailoverSettings, Incident, PathStateName } from "@skylane/core";
import { targetsOf } from "./make-plan.ts";
import { type Sighting, worstState } from "./sighting.ts";

/** Everything the decision rests on, read just before. */
export interface FailoverFacts {
  readonly nowMs: number;
  readonly order: { readonly kind: "path-state" | "manual"; readonly orderedAtMs: number };
  readonly plan: FailoverPlan | undefined;
  readonly automation: AutomationLevel;
  readonly settings: FailoverSettings;
  /** `undefined` = it could not be read; then nothing is touched. */
  readonly isStopped: boolean | undefined;
  /** Every path as each of its vantages sees it. */
  readonly sightings: readonly Sighting[];
  /** Incidents of this group, newest first, without the one being decided. */
  readonly history: readonly Incident[];
  /** True if the group's flows answer although the primary is down: routing has repaired it before us. */
  readonly isRepairedByRouting: boolean;
}

/** What to do. `hold` says which rule held us back and whether a person must be woken. */
export type FailoverDecision =
  | { readonly kind: "switch"; readonly toPathId: string }
  | { readonly kind: "verify" }
  | { readonly kind: "hold"; readonly rule: HoldRule; readonly reason: string; readonly isPage: boolean };

/** Why nothing was touched; the names of the invariants in docs/architecture.md. */
export type HoldRule =
  | "order-too-old"
  | "no-plan"
  | "kill-switch"
  | "automation-level"
  | "no-allowed-backup"
  | "primary-recovered"
  | "primary-unknown"
  | "both-paths-bad"
  | "vantage-suspect"
  | "flap-budget";

const hold = (rule: HoldRule, reason: string, isPage = true): FailoverDecision => ({
  kind: "hold",
  rule,
  reason,
  isPage,
});

/** Decides one failover by the invariants; pure. The first rule that holds wins, safety first. */
export function decideFailover(facts: FailoverFacts): FailoverDecision {
  const { order, plan, settings, nowMs } = facts;
  if (nowMs - order.orderedAtMs > settings.orderMaxAgeMs)
    return hold("order-too-old", `the order is ${Math.round((nowMs - order.orderedAtMs) / 1000)} s old`, false);
  if (!plan) return hold("no-plan", "no failover plan is stored for the group");
  if (facts.isStopped === undefined) return hold("kill-switch", "the kill switch cannot be read");
  if (facts.isStopped) return hold("kill-switch", "the kill switch is on");
  if (plan.backupPathId === undefined)
    return hold(
      "no-allowed-backup",
      `no other path is allowed: ${plan.ruledOut.map((path) => `${path.pathId}: ${path.rule}`).join("; ") || "there is none"}`,
    );

  const primary = worstState(facts.sightings, plan.primaryPathId);
  const targets = targetsOf(plan).map((pathId) => ({ pathId, state: worstState(facts.sightings, pathId) }));
  // of the paths that are up, the first; a lossy one only if none is
  const target = targets.find(({ state }) => state === "up") ?? targets.find(({ state }) => isBetter(state, primary));
  if (order.kind === "path-state") {
    if (primary === "up") return hold("primary-recovered", `${plan.primaryPathId} is up again`, false);
    if (primary === "unknown") return hold("primary-unknown", `nothing is known of ${plan.primaryPathId}`);
    const suspect = suspectVantage(facts, plan.primaryPathId);
    if (suspect) return hold("vantage-suspect", suspect);
  }
  if (facts.isRepairedByRouting) return { kind: "verify" };
  if (!target)
    return hold(
      "both-paths-bad",
      `${plan.primaryPathId} is ${primary}, ${targets.map(({ pathId, state }) => `${pathId} is ${state}`).join(", ")}`,
    );

  const move = { kind: "switch", toPathId: target.pathId } as const;
  if (order.kind === "manual") return move;
  const moves = facts.history.filter(
    (incident) => hasMoved(incident) && nowMs - incident.openedAtMs < settings.flapWindowMs,
  );
  if (moves.length >= settings.flapBudgetCount)
    return hold(
      "flap-budget",
      `moved ${moves.length} times in ${Math.round(settings.flapWindowMs / 3_600_000)} h; only a person may move it now`,
    );
  if (facts.automation !== "act")
    return hold("automation-level", `would move to ${target.pathId}, but the group is at "${facts.automation}"`, false);
  return move;
}

const hasMoved = ({ status }: Incident): boolean => status === "moved" || status === "failed-back";

/** A backup is worth moving to if it is up, or lossy while the primary is dead (lossy beats dead). Unknown is never good enough. */
const isBetter = (backup: PathStateName, primary: PathStateName): boolean =>
  backup === "up" || (backup === "degraded" && primary === "down");

/** If most paths of a vantage that sees the primary failing failed together, the vantage itself is suspect. Says so, or `undefined`. */
function suspectVantage({ sightings, settings, nowMs }: FailoverFacts, primaryPathId: string): string | undefined {
  const witnesses = sightings.filter((view) => view.pathId === primaryPathId && view.state !== "up");
  for (const { vantageId } of witnesses) {
    const own = sightings.filter((view) => view.vantageId === vantageId);
    const failed = own.filter((view) => view.state === "down" && nowMs - view.sinceMs <= settings.stormWindowMs);
    // Of two paths one failing is half: a storm takes at least three.
    if (failed.length >= 3 && failed.length / own.length > settings.stormShareRatio)
      return `${failed.length} of ${own.length} paths of vantage ${vantageId} failed together`;
  }
  return undefined;
}
