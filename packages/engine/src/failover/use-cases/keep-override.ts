import type { Incident, Override } from "@skylane/core";
import type { Deps } from "../../deps.ts";
import { failoverError } from "../errors.ts";
import { routesAway } from "./put-routes-back.ts";
import type { PlannedChange } from "./snapshot-routes.ts";

/**
 * Stores the override of a move before its first write. One of an earlier move gives way only if its routes read as before.
 * Safe to repeat. @throws ERR_OVERRIDE_ACTIVE
 */
export async function storeOverride(
  deps: Pick<Deps, "config" | "clock" | "overrides" | "steering">,
  incident: Incident,
  changes: readonly PlannedChange[],
): Promise<void> {
  if (changes.length === 0) return;
  const seen = await deps.overrides.find(incident.groupId);
  if (seen?.incidentId === incident.id) return;
  const nowMs = deps.clock.nowMs();
  const next: Override = {
    groupId: incident.groupId,
    incidentId: incident.id,
    fromPathId: incident.fromPathId,
    ...(incident.toPathId !== undefined && { toPathId: incident.toPathId }),
    changes: [...changes],
    storedAtMs: nowMs,
    renewedAtMs: nowMs,
    expiresAtMs: nowMs + deps.config.failover.overrideLeaseMs,
    version: 0,
  };
  const isFree = seen === undefined || (await routesAway(deps, seen)).length === 0;
  if (isFree && (await deps.overrides.put(next, seen))) return;
  // a write that was sent twice because its first answer was lost fails on its own work
  if (isFree && (await deps.overrides.find(incident.groupId))?.incidentId === incident.id) return;
  throw failoverError(
    "ERR_OVERRIDE_ACTIVE",
    `the override of ${seen?.incidentId ?? "another move"} still holds routes of group ${incident.groupId}; the watchdog ends it when its lease runs out, "skylane failover back" before`,
    { groupId: incident.groupId, incidentId: incident.id },
  );
}

/** Refuses to write for a move whose override is not there, has run out, or is being ended: the watchdog would not know of the write. @throws ERR_OVERRIDE_ENDED */
export async function requireOverride(
  deps: Pick<Deps, "clock" | "overrides">,
  step: { readonly groupId: string; readonly incidentId: string },
): Promise<void> {
  const override = await deps.overrides.find(step.groupId);
  if (
    override?.incidentId === step.incidentId &&
    override.ending === undefined &&
    deps.clock.nowMs() < override.expiresAtMs
  )
    return;
  throw failoverError(
    "ERR_OVERRIDE_ENDED",
    `the override of ${step.incidentId} has ended (${override?.ending?.why ?? "no longer stored, or its lease ran out"}); nothing was changed`,
    { groupId: step.groupId, incidentId: step.incidentId },
  );
}

/**
 * A move that another Region had begun and that the guards here refuse may have left routes half changed: its override runs
 * out now, and the watchdog puts them back. Nothing is there for a move that was refused at its first guards. Safe to repeat.
 */
export async function expireOverride(
  deps: Pick<Deps, "clock" | "overrides">,
  { groupId, id }: Pick<Incident, "groupId" | "id">,
): Promise<void> {
  const seen = await deps.overrides.find(groupId);
  const nowMs = deps.clock.nowMs();
  if (seen?.incidentId !== id || seen.ending || seen.expiresAtMs <= nowMs) return;
  // who has written in between was the watchdog, or a renewal: then its lease runs out later
  await deps.overrides.put({ ...seen, expiresAtMs: nowMs }, seen);
}

/** Ends the override of a move whose routes are back where they belong; one of another move is left alone. Safe to repeat. */
export async function endOverride(
  deps: Pick<Deps, "overrides">,
  { groupId, id }: Pick<Incident, "groupId" | "id">,
): Promise<void> {
  // a renewal or the watchdog may write in between; each of them writes once a minute at most
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const seen = await deps.overrides.find(groupId);
    if (seen?.incidentId !== id || (await deps.overrides.remove(seen))) return;
  }
}
