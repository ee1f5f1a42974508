import type { ActiveDrill, DrillRestored } from "@skylane/core";
import type { Deps } from "../../../deps.ts";
import { routesAway } from "../../use-cases/put-routes-back.ts";

/** Stops the official test of a drill; nothing happens if none runs. */
export async function stopTest({ faultTests }: Pick<Deps, "faultTests">, { target }: ActiveDrill): Promise<void> {
  if (target) await faultTests.test(target.test).stop(target.settings);
}

/**
 * Has the watchdog put back the routes that the drill had moved: it ends the lease of their override, which nobody renews then.
 * One that is older than the drill is left alone.
 */
export async function handOver(
  { clock, overrides }: Pick<Deps, "clock" | "overrides">,
  { groupId, begunAtMs }: ActiveDrill,
): Promise<void> {
  const seen = await overrides.find(groupId);
  const nowMs = clock.nowMs();
  if (!seen || seen.ending || seen.storedAtMs < begunAtMs || seen.expiresAtMs <= nowMs) return;
  await overrides.put({ ...seen, expiresAtMs: nowMs }, seen);
}

/** What routes, their override and the official test read now, against what they were. @throws what the cloud says */
export async function readAfter(
  { clock, overrides, steering, faultTests }: Pick<Deps, "clock" | "overrides" | "steering" | "faultTests">,
  { groupId, before, target, faultAtMs }: ActiveDrill,
): Promise<DrillRestored> {
  const [away, override, reading] = await Promise.all([
    routesAway({ steering }, { changes: before }),
    overrides.find(groupId),
    target && faultTests.test(target.test).read(target.settings),
  ]);
  const isTestOver = reading && !reading.isTesting && reading.isUp;
  const open = [
    ...away.map(({ change }) => `${change.id} does not read as before`),
    ...(override ? [`the override of ${override.incidentId} still stands`] : []),
    ...(isTestOver === false && faultAtMs !== undefined
      ? [reading?.isTesting ? "the official test still runs" : "the session is not up again"]
      : []),
  ];
  return {
    isAsBefore: open.length === 0,
    atMs: clock.nowMs(),
    routesAsBeforeCount: before.length - away.length,
    routeCount: before.length,
    ...(isTestOver !== undefined && { isTestOver }),
    open,
  };
}
