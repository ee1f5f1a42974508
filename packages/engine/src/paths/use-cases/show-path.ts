import type { PathDetail } from "@skylane/core";
import type { Deps } from "../../deps.ts";
import { eventsBetween } from "../../health/index.ts";
import { neededMbps } from "../../topology/index.ts";
import { pathsError } from "../errors.ts";
import { quantileOf } from "../performance/quantile-sketch.ts";
import { pathHistory } from "../show/path-history.ts";

const HOUR_MS = 3_600_000;

/** What is stored of one path, over the last hours. @throws ERR_PATH_UNKNOWN */
export async function showPath(
  deps: Pick<Deps, "config" | "clock" | "eventLog" | "performance" | "plans">,
  pathId: string,
  hours: number,
): Promise<PathDetail> {
  const group = deps.config.groups.find(({ paths }) => paths.some(({ id }) => id === pathId));
  const path = group?.paths.find(({ id }) => id === pathId);
  if (!group || !path)
    throw pathsError("ERR_PATH_UNKNOWN", `path ${pathId} is not declared; GET /v1/overview lists the paths`, {
      pathId,
    });
  const atMs = deps.clock.nowMs();
  const fromMs = atMs - hours * HOUR_MS;
  const [events, records, plan] = await Promise.all([
    eventsBetween(deps, fromMs, atMs),
    deps.performance.list(),
    deps.plans.find(group.id),
  ]);
  return {
    pathId: path.id,
    groupId: group.id,
    connectionId: path.connectionId,
    atMs,
    fromMs,
    ...pathHistory(events, pathId, fromMs),
    learnt: records
      .filter((record) => record.pathId === pathId)
      .map(({ vantageId, rtt, days }) => {
        const [rttP50Ms, rttP95Ms, rttP99Ms] = [0.5, 0.95, 0.99].map((rank) => quantileOf(rtt, rank));
        return {
          vantageId,
          ...(rttP50Ms !== undefined && { rttP50Ms }),
          ...(rttP95Ms !== undefined && { rttP95Ms }),
          ...(rttP99Ms !== undefined && { rttP99Ms }),
          days,
        };
      }),
    ...(plan && { plan }),
    flows: deps.config.flows
      .filter(({ groupId }) => groupId === group.id)
      .map((flow) => ({ ...flow, neededMbps: neededMbps(flow) }))
      .sort((a, b) => b.neededMbps - a.neededMbps),
  };
}
