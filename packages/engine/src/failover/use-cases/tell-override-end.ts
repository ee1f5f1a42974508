import type { EventDraft, Override } from "@skylane/core";
import type { Deps } from "../../deps.ts";

const OUTCOME = { "put-back": "restored", conflict: "conflict", "putting-back": "failing" } as const;

/** Publishes how far the end of an override has come, once a stage by its key. False if the bus did not take it. */
export async function tellOverrideEnd(
  deps: Pick<Deps, "publisher" | "log">,
  { groupId, incidentId, fromPathId, toPathId, ending, version }: Override,
  reason: string,
): Promise<boolean> {
  if (!ending) return true;
  const outcome = OUTCOME[ending.stage];
  const draft: EventDraft<"failover.override-ended.v1"> = {
    type: "failover.override-ended.v1",
    subject: incidentId,
    epoch: 0,
    seq: version,
    idempotencyKey: `failover.override-ended.v1:${incidentId}:${outcome}`,
    data: {
      incidentId,
      groupId,
      fromPathId,
      ...(toPathId !== undefined && { toPathId }),
      why: ending.why,
      outcome,
      awayCount: ending.awayCount,
      reason,
    },
  };
  try {
    await deps.publisher.publish([draft]);
    return true;
  } catch (error) {
    deps.log.error("end of an override not told yet", { groupId, incidentId, outcome, error });
    return false;
  }
}
