import type { PathStateChanged } from "@skylane/core";
import type { Deps } from "../../deps.ts";
import { epochName, incidentId } from "../incident-id.ts";
import { tellFeltLoss } from "./tell-felt-loss.ts";

type ConsiderDeps = Pick<
  Deps,
  "config" | "clock" | "plans" | "incidents" | "workflows" | "health" | "prober" | "publisher" | "log"
>;

/** What became of a change of state: a workflow was started, or why not. */
export type Consideration =
  | { readonly kind: "started"; readonly incidentId: string }
  /** It is not the primary, but the group's flows feel it: told, and nothing moved. */
  | { readonly kind: "told" }
  | { readonly kind: "ignored"; readonly because: "not-bad" | "not-primary" | "too-old" | "already-handled" };

/**
 * Starts the failover workflow if a group's primary path turned bad. Only cheap reads: the guards run as the workflow's
 * first step. For any other path it asks the group's flows whether they feel it. The execution is named after the group and the path's epoch, so a repeated event starts nothing.
 */
export async function considerFailover(deps: ConsiderDeps, change: PathStateChanged): Promise<Consideration> {
  const decision = await consider(deps, change);
  const { pathId, to, epoch, sinceMs } = change;
  const delayMs = Math.max(0, deps.clock.nowMs() - sinceMs);
  deps.log.info("failover considered", { pathId, to, epoch, delayMs, ...decision });
  return decision;
}

async function consider(deps: ConsiderDeps, change: PathStateChanged): Promise<Consideration> {
  const { failover } = deps.config;
  if (change.to !== "down" && change.to !== "degraded") return { kind: "ignored", because: "not-bad" };
  if (!failover.on.includes(change.to)) return { kind: "ignored", because: "not-bad" };
  if (deps.clock.nowMs() - change.sinceMs > failover.orderMaxAgeMs) return { kind: "ignored", because: "too-old" };

  const group = deps.config.groups.find(({ paths }) => paths.some((path) => path.id === change.pathId));
  const plan = group && (await deps.plans.find(group.id));
  const primaryPathId = plan?.primaryPathId ?? group?.paths[0]?.id;
  if (!group || (primaryPathId !== change.pathId && !plan)) return { kind: "ignored", because: "not-primary" };
  if (await deps.incidents.findActive(group.id)) return { kind: "ignored", because: "already-handled" };
  if (plan && plan.primaryPathId !== change.pathId)
    return (await tellFeltLoss(deps, group, plan, change)) === "told"
      ? { kind: "told" }
      : { kind: "ignored", because: "not-primary" };

  const id = incidentId(group.id, epochName(group, change));
  const input = {
    incidentId: id,
    groupId: group.id,
    trigger: {
      kind: "path-state",
      pathId: change.pathId,
      vantageId: change.vantageId,
      state: change.to,
      epoch: change.epoch,
    },
    orderedAtMs: change.sinceMs,
  };
  const started = await deps.workflows.start("failover", id, input);
  return started === "started" ? { kind: "started", incidentId: id } : { kind: "ignored", because: "already-handled" };
}
