import { coreError, type StatusView } from "@skylane/core";
import type { Deps } from "../../deps.ts";
import { incidentsSince } from "../../failover/index.ts";
import { showStatus, statusFromMs } from "../status-view.ts";

/** The status page as it stands. @throws ERR_ROUTE_MISSING if none is configured */
export async function readStatus(
  deps: Pick<Deps, "clock" | "config" | "health" | "incidents" | "performance" | "plans">,
): Promise<StatusView> {
  const { config, clock } = deps;
  const { status } = config;
  if (!status)
    throw coreError(
      "ERR_ROUTE_MISSING",
      "there is no status page: say under `status` of skylane.yaml which groups it shows, and by which names",
    );
  const nowMs = clock.nowMs();
  const health = await deps.health.list();
  const [performance, plans, incidents] = await Promise.all([
    deps.performance.list(),
    deps.plans.list(),
    incidentsSince(deps, statusFromMs(nowMs, health)),
  ]);
  return showStatus({ config, status, nowMs, health, performance, plans, incidents });
}
