import type { Overview } from "@skylane/core";
import type { Deps } from "../../deps.ts";
import { showOverview } from "../show-overview.ts";

const SHOWN_INCIDENTS = 50;

/** Reads what is stored and shows it as one picture. */
export async function readOverview(
  deps: Pick<Deps, "config" | "clock" | "health" | "watches" | "plans" | "incidents" | "killSwitch">,
  labPath: string | undefined,
): Promise<Overview> {
  const [health, watches, plans, newest, active, killSwitch] = await Promise.all([
    deps.health.list(),
    deps.watches.list(),
    deps.plans.list(),
    deps.incidents.list(SHOWN_INCIDENTS),
    deps.incidents.listActive(),
    deps.killSwitch.read(),
  ]);
  return showOverview({
    config: deps.config,
    nowMs: deps.clock.nowMs(),
    isStopped: killSwitch.isStopped,
    health,
    watches,
    plans,
    // traffic may be away since long before
    incidents: [...newest, ...active.filter(({ id }) => !newest.some((one) => one.id === id))],
    labPath,
  });
}
