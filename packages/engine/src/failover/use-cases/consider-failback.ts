import type { FailoverCompleted, PathStateChanged } from "@skylane/core";
import type { Deps } from "../../deps.ts";
import { dampingOf, holdDownMs } from "../damping.ts";
import { epochName } from "../incident-id.ts";
import type { FailbackOrder } from "../order.ts";
import { recentIncidents } from "./recent-incidents.ts";

/** What became of a path's recovery. */
export type FailbackConsideration =
  | { readonly kind: "started"; readonly executionName: string }
  | {
      readonly kind: "ignored";
      readonly because: "not-up" | "no-group" | "nothing-moved" | "manual" | "already-handled";
    };

/**
 * Starts the failback workflow when the primary of a moved group is up again: it waits out the stable window before it acts,
 * and longer the more often the group was moved of late.
 */
export async function considerFailback(
  deps: Pick<Deps, "config" | "clock" | "incidents" | "workflows" | "log">,
  change: PathStateChanged,
): Promise<FailbackConsideration> {
  const decision = await consider(deps, change);
  deps.log.info("fail back considered", { pathId: change.pathId, epoch: change.epoch, ...decision });
  return decision;
}

/**
 * The same for a move that has just been proven: its primary may have come up before there was anything to move back. Then
 * no further change of state will say so.
 */
export async function considerFailbackOfMove(
  deps: Pick<Deps, "config" | "clock" | "incidents" | "workflows" | "health" | "log">,
  { fromPathId }: FailoverCompleted,
): Promise<FailbackConsideration> {
  const record = (await deps.health.list()).find(
    ({ pathId, health }) => pathId === fromPathId && health.state === "up",
  );
  if (!record) return { kind: "ignored", because: "not-up" };
  const { pathId, vantageId, health } = record;
  const change = {
    pathId,
    vantageId,
    from: "down",
    to: "up",
    because: "up since before the move",
    sinceMs: health.sinceMs,
    epoch: health.epoch,
  } as const;
  return considerFailback(deps, change);
}

async function consider(
  deps: Pick<Deps, "config" | "clock" | "incidents" | "workflows">,
  change: PathStateChanged,
): Promise<FailbackConsideration> {
  if (change.to !== "up") return { kind: "ignored", because: "not-up" };
  const group = deps.config.groups.find(({ paths }) => paths.some((path) => path.id === change.pathId));
  if (!group) return { kind: "ignored", because: "no-group" };
  const incident = await deps.incidents.findActive(group.id);
  if (!incident || incident.fromPathId !== change.pathId) return { kind: "ignored", because: "nothing-moved" };
  if (group.failback.mode === "manual") return { kind: "ignored", because: "manual" };

  const { failover } = deps.config;
  const before = (await recentIncidents(deps)).filter((one) => one.groupId === group.id && one.id !== incident.id);
  const windowMs = holdDownMs(group.failback.stableWindowMs, dampingOf(before, failover, deps.clock.nowMs()), failover);
  const order: FailbackOrder = {
    incidentId: incident.id,
    groupId: group.id,
    isManual: false,
    epoch: change.epoch,
    vantageId: change.vantageId,
    waitSeconds: Math.ceil(windowMs / 1000),
  };
  const executionName = `fb-${incident.id.slice("fo-".length)}-${epochName(group, change)}`;
  const started = await deps.workflows.start("failback", executionName, order);
  return started === "started" ? { kind: "started", executionName } : { kind: "ignored", because: "already-handled" };
}
