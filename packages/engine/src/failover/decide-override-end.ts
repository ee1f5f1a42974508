import type { Override, OverrideEndReason, PathHealthRecord, PathStateName } from "@skylane/core";

/** What the watchdog knows: the record, and health that may be old or missing. */
interface OverrideFacts {
  readonly override: Pick<Override, "fromPathId" | "toPathId" | "expiresAtMs">;
  readonly health: readonly PathHealthRecord[];
  readonly nowMs: number;
  /** Health older than this is of a world that is gone: it counts as not known. */
  readonly healthMaxAgeMs: number;
}

/**
 * Why an override must end now, or `undefined` to leave it alone; pure. A lease that ran out ends it whatever is known of the
 * paths, for then nobody answers for it. Before that only a target that is dead for all who see it, while the primary is dead
 * for none of them: lossy beats dead, and what is not known is no reason.
 */
export function overrideEndReason({
  override,
  health,
  nowMs,
  healthMaxAgeMs,
}: OverrideFacts): OverrideEndReason | undefined {
  if (nowMs >= override.expiresAtMs) return "lease-ran-out";
  const isForAll = (pathId: string | undefined, ...states: readonly PathStateName[]): boolean => {
    const known = health.filter(
      (record) =>
        record.pathId === pathId && record.health.state !== "unknown" && nowMs - record.sampledAtMs <= healthMaxAgeMs,
    );
    return known.length > 0 && known.every((record) => states.includes(record.health.state));
  };
  return isForAll(override.toPathId, "down") && isForAll(override.fromPathId, "up", "degraded")
    ? "target-down"
    : undefined;
}
