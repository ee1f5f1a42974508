import type { CloudId } from "@skylane/core";
import { discoverCloud, type Looked } from "./discover-cloud.ts";

/** A change of the network as a cloud's own audit log tells it. */
export interface NoticedChange {
  readonly cloud: CloudId;
  readonly operation: string;
  readonly atMs: number;
}

/** Looks at the cloud that changed, unless it was looked at since: one person's clicks come as dozens of log entries. */
export async function discoverOnChange(
  deps: Parameters<typeof discoverCloud>[0],
  change: NoticedChange,
): Promise<Looked | "seen-since"> {
  const last = (await deps.topologies.listClouds()).find(({ cloud }) => cloud === change.cloud);
  if (last && last.startedAtMs > change.atMs) {
    deps.log.info("change was seen already", { cloud: change.cloud, operation: change.operation });
    return "seen-since";
  }
  return discoverCloud(deps, change.cloud);
}
