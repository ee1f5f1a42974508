import { type ConnectionGroup, regionOfVantage, type Vantage } from "@skylane/core";
import type { Deps } from "../../deps.ts";
import type { FailoverOrder } from "../order.ts";
import { probePath } from "../traffic.ts";

/** A change of state is published, and then stored: this much later at the most, while its vantage lives. */
const STORED_WITHIN_MS = 500;
const LOOK_AGAIN_MS = 100;

/**
 * True if somebody bears the order out: a person gave it, its vantage has stored that state or a later one, or the path does not
 * answer now. Else its vantage died before it could store what it saw, and the path is well again; or the event was forged. Of a
 * vantage that does not store in the table read here the event is the only word, and it is taken; one that is not declared has none.
 */
export async function bearsOut(
  deps: Pick<Deps, "config" | "clock" | "regionId" | "health" | "prober">,
  { trigger }: FailoverOrder,
  group: ConnectionGroup | undefined,
): Promise<boolean> {
  if (trigger.kind !== "path-state") return true;
  const vantage = deps.config.vantages.find(({ id }) => id === trigger.vantageId);
  if (!vantage) return false;
  if (!storesHere(deps, vantage)) return true;
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

/** An agent stores nothing, its snapshots do once a minute; what another Region stores arrives when it is replicated. */
const storesHere = ({ config, regionId }: Pick<Deps, "config" | "regionId">, { id, runsAs }: Vantage): boolean =>
  runsAs === "function" && (config.regions === undefined || regionOfVantage(config, id) === regionId);

/** One probe of the path; a path that is in no group of ours answers for nobody. */
async function answers(
  { prober, config }: Pick<Deps, "prober" | "config">,
  pathId: string,
  group: ConnectionGroup | undefined,
): Promise<boolean> {
  const path = group?.paths.find(({ id }) => id === pathId);
  if (!path) return true;
  return (await probePath(prober, path, config.thresholds.probeTimeoutMs)) === "ok";
}
