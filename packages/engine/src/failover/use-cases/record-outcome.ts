import type { EventDraft, Incident } from "@skylane/core";
import { TrafficProof } from "@skylane/core";
import * as z from "zod";
import type { Deps } from "../../deps.ts";
import { isActive, withStatus } from "../incident-steps.ts";
import { leaseKey } from "./acquire-lease.ts";
import { endOverride, expireOverride } from "./keep-override.ts";
import { loadIncident } from "./load-incident.ts";

/** How a workflow ended, in the words of its ASL. */
export const Outcome = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.enum(["moved", "repaired-by-routing", "failed-back"]), proof: TrafficProof }),
  z.strictObject({ kind: z.literal("refused"), rule: z.string(), reason: z.string(), isPage: z.boolean() }),
  z.strictObject({ kind: z.literal("rolled-back"), reason: z.string(), isRestored: z.boolean() }),
  /** Fail back could not be proven and the move was put back: traffic is still on the backup. */
  z.strictObject({ kind: z.literal("failback-undone"), reason: z.string() }),
]);
export type Outcome = z.infer<typeof Outcome>;

/** Writes the end of a workflow into its incident, publishes it, ends the override of a move that is over, and releases the lease. Safe to repeat. */
export async function recordOutcome(
  deps: Pick<Deps, "clock" | "incidents" | "overrides" | "publisher" | "leases" | "log">,
  incidentId: string,
  outcome: Outcome,
): Promise<{ readonly status: Incident["status"] }> {
  const before = await loadIncident(deps, incidentId);
  const nowMs = deps.clock.nowMs();
  const after = close(before, outcome, nowMs);
  const isBack = outcome.kind === "failed-back";
  // written first: of two that end together, the later must see that the other is over
  if (isBack) await deps.incidents.save(after);
  await deps.publisher.publish([eventOf(after, outcome, nowMs, isBack && (await isOutageOver(deps, after)))]);
  if (!isBack) await deps.incidents.save(after);
  // traffic that is moved, or may be, keeps its override: a person or the watchdog ends it
  if (outcome.kind === "refused") await expireOverride(deps, after);
  else if (!isActive(after)) await endOverride(deps, after);
  await deps.leases.release(leaseKey(after.groupId), after.id);
  deps.log.info("failover outcome", {
    incidentId,
    groupId: after.groupId,
    outcome: outcome.kind,
    status: after.status,
    elapsedMs: Math.max(0, nowMs - before.openedAtMs),
  });
  return { status: after.status };
}

/** True unless another incident of the same outage still has traffic away from where it belongs. */
async function isOutageOver(deps: Pick<Deps, "incidents">, incident: Incident): Promise<boolean> {
  const headOf = ({ id, partOf }: Incident): string => partOf ?? id;
  const active = await deps.incidents.listActive();
  return !active.some((one) => one.id !== incident.id && headOf(one) === headOf(incident));
}

function close(incident: Incident, outcome: Outcome, nowMs: number): Incident {
  switch (outcome.kind) {
    case "moved":
    case "repaired-by-routing":
    case "failed-back":
      return withStatus({ ...incident, proof: outcome.proof }, outcome.kind, nowMs, says(outcome.kind, outcome.proof));
    case "refused":
      return withStatus(
        { ...incident, reason: outcome.reason },
        "refused",
        nowMs,
        `nothing was touched: ${outcome.reason}`,
      );
    case "rolled-back":
      return outcome.isRestored
        ? withStatus({ ...incident, reason: outcome.reason }, "rolled-back", nowMs, `undone: ${outcome.reason}`)
        : withStatus(
            { ...incident, reason: outcome.reason },
            "needs-human",
            nowMs,
            `could not be undone: ${outcome.reason}`,
          );
    case "failback-undone":
      return {
        ...incident,
        timeline: [...incident.timeline, { atMs: nowMs, what: `fail back undone: ${outcome.reason}` }],
      };
  }
}

const says = (kind: string, proof: TrafficProof): string =>
  `${kind}: ${proof.answeredCount} of ${proof.sentCount} requests answered, ${proof.pathPacketCount ?? "uncounted"} packets on the path`;

function eventOf(incident: Incident, outcome: Outcome, nowMs: number, isOver: boolean): EventDraft {
  const about = {
    incidentId: incident.id,
    groupId: incident.groupId,
    fromPathId: incident.fromPathId,
    ...(incident.toPathId && { toPathId: incident.toPathId }),
    ...(incident.partOf && { partOf: incident.partOf }),
  };
  const envelope = { subject: incident.id, epoch: 0, seq: incident.timeline.length };
  switch (outcome.kind) {
    case "moved":
    case "repaired-by-routing":
      return {
        ...envelope,
        type: "failover.completed.v1",
        data: {
          ...about,
          how: outcome.kind,
          proof: outcome.proof,
          elapsedMs: Math.max(0, nowMs - incident.openedAtMs),
        },
      };
    case "failed-back":
      return {
        ...envelope,
        type: "failover.failed-back.v1",
        data: { ...about, proof: outcome.proof, isOutageOver: isOver },
      };
    case "refused":
      return {
        ...envelope,
        type: "failover.refused.v1",
        data: { ...about, rule: outcome.rule, reason: outcome.reason, isPage: outcome.isPage },
      };
    case "rolled-back":
      return {
        ...envelope,
        type: "failover.rolled-back.v1",
        data: { ...about, reason: outcome.reason, isRestored: outcome.isRestored },
      };
    case "failback-undone":
      return {
        ...envelope,
        type: "failover.refused.v1",
        data: {
          ...about,
          rule: "failback-not-proven",
          reason: `${outcome.reason}; traffic stays on the backup`,
          isPage: true,
        },
      };
  }
}
