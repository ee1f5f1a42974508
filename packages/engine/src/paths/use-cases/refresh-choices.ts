import type { EventDraft } from "@skylane/core";
import type { Deps } from "../../deps.ts";
import { choosePaths } from "../choose-paths.ts";

/** Chooses primary and backup for every group anew and publishes each choice; answers how many groups have a path at all. */
export async function refreshChoices(deps: Pick<Deps, "config" | "clock" | "publisher" | "log">): Promise<number> {
  const epoch = deps.clock.nowMs();
  const drafts = deps.config.groups.flatMap((group): EventDraft<"paths.plan-updated.v1">[] => {
    const data = choosePaths(group, deps.config);
    if (!data) deps.log.warn("no path of the group is allowed", { groupId: group.id });
    return data ? [{ type: "paths.plan-updated.v1", subject: group.id, epoch, seq: 0, data }] : [];
  });
  await deps.publisher.publish(drafts);
  return drafts.length;
}
