import type { ConnectionGroup } from "@skylane/core";
import type { Deps } from "../../deps.ts";
import type { FailoverOrder } from "../order.ts";

/** A change of state is published, and then stored: this much later at the most, while its vantage lives. */
const STORED_WITHIN_MS = 500;
const LOOK_AGAIN_MS = 100;

/**
 * True if somebody bears the order out: a person gave it, its vantage has stored that state or a later one, or the path does not
 * answer now. Else its vantage died before it could store what it saw, and the path is well again; or the event was forged.
 */
export async function bearsOut(
  deps: Pick<Deps, "config" | "clock" | "health" | "prober">,
  { trigger }: FailoverOrder,
  group: ConnectionGroup | undefined,
): Promise<boolean> {
  if (trigger.kind !== "path-state") return true;
  const isStored = async (): Promise<boolean> =>
    (await deps.health.list(trigger.vantageId)).some(
      ({ pathId, health }) => pathId === trigger.pathId && health.epoch >= trigger.epoch,
    );
  const deadlineMs = deps.clock.monotonicMs() + STORED_WITHIN_MS;
  while (!(await isStored())) {
    if (deps.clock.monotonicMs() >= deadlineMs) return !(await answers(deps, trigger.pathId, group));
    await deps.clock.sleepUntil(deps.clock.monotonicMs() + LOOK_AGAIN_MS);
  }
  return true;
}

/** One probe of the path; a path that is in no group of ours answers for nobody. */
async function answers(
  { prober, config }: Pick<Deps, "prober" | "config">,
  pathId: string,
  group: ConnectionGroup | undefined,
): Promise<boolean> {
  const path = group?.paths.find(({ id }) => id === pathId);
  if (!path) return true;
  const { vantageId: _, ...target } = path.probe;
  const { outcome } = await prober.probe({ ...target, timeoutMs: config.thresholds.probeTimeoutMs });
  return outcome === "ok";
}
