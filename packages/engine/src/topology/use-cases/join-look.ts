import type { CloudLookedAt } from "@skylane/core";
import { coreError } from "@skylane/core";
import type { Deps } from "../../deps.ts";
import { discoverCloud, type Looked } from "./discover-cloud.ts";

/**
 * Joins what a function within a cloud has handed in, as if the cloud had been looked at from here. An answer that is not there
 * yet is on its way from the other Region: the delivery is tried again. One that was joined before is left alone.
 * @throws ERR_STORE_UNAVAILABLE
 */
export async function joinLook(
  deps: Omit<Parameters<typeof discoverCloud>[0], "surveyor"> & Pick<Deps, "lookInbox">,
  { cloud, finishedAtMs }: CloudLookedAt,
): Promise<Looked | "joined-before"> {
  const joined = (await deps.topologies.listClouds()).find((one) => one.cloud === cloud);
  if (joined && joined.finishedAtMs >= finishedAtMs) return "joined-before";
  const seen = await deps.lookInbox.last(cloud);
  if (!seen || seen.finishedAtMs < finishedAtMs)
    throw coreError("ERR_STORE_UNAVAILABLE", `what ${cloud} shows is not in the inbox yet`, { cloud, finishedAtMs });
  return discoverCloud({ ...deps, surveyor: { look: async () => seen } }, cloud);
}
