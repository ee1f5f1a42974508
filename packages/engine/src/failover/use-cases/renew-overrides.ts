import type { Deps } from "../../deps.ts";

type RenewDeps = Pick<Deps, "config" | "clock" | "overrides" | "incidents" | "log">;

/**
 * Renews the override of every move that stands. One of a move that is over, or whose lease ran out, is left to the watchdog:
 * what nobody answered for in time is not taken up again. Answers the groups renewed.
 */
export async function renewOverrides(deps: RenewDeps): Promise<{ readonly renewed: readonly string[] }> {
  const groupIds = await deps.overrides.listGroupIds();
  const answers = await Promise.all(groupIds.map((groupId) => renewOne(deps, groupId)));
  return { renewed: groupIds.filter((_, i) => answers[i]) };
}

async function renewOne(deps: RenewDeps, groupId: string): Promise<boolean> {
  try {
    const seen = await deps.overrides.find(groupId);
    const nowMs = deps.clock.nowMs();
    if (!seen || seen.ending || nowMs >= seen.expiresAtMs) return false;
    const incident = await deps.incidents.find(seen.incidentId);
    if (incident?.status !== "moved") return false;
    const expiresAtMs = nowMs + deps.config.failover.overrideLeaseMs;
    return (await deps.overrides.put({ ...seen, renewedAtMs: nowMs, expiresAtMs }, seen)) !== undefined;
  } catch (error) {
    deps.log.error("override not renewed", { groupId, error });
    return false;
  }
}
