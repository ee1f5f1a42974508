import { coreError, type StatusView } from "@skylane/core";
import type { Deps } from "../../deps.ts";
import { showStatus } from "../status-view.ts";

/** All there are, as far as anybody will ever get. */
const MOST_INCIDENTS = 100_000;

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
  const [health, performance, plans, incidents] = await Promise.all([
    deps.health.list(),
    deps.performance.list(),
    deps.plans.list(),
    deps.incidents.list(MOST_INCIDENTS),
  ]);
  return showStatus({ config, status, nowMs: clock.nowMs(), health, performance, plans, incidents });
}
