import type { Alert, Approval, IntentSlotName, Overview } from "@skylane/core";

/** One part of an answer in a chat: plain text, nothing in it is markup. */
export type ChatAnswer = Pick<Alert, "title" | "lines" | "approval" | "intent"> & {
  /** A question with its choices, in the order in which they are stored; none = it is answered in words. */
  readonly question?: {
    readonly runId: string;
    readonly slot: IntentSlotName;
    readonly prompt: string;
    readonly labels: readonly string[];
  };
};

const SHOWN = 10;

/** Whether anything is wrong, what is off its primary, and what waits for somebody. */
export function wordStatus(overview: Overview, waitingCount: number): ChatAnswer {
  const bad = overview.paths.filter(({ state }) => state === "down" || state === "degraded");
  const away = overview.incidents.filter(({ status }) => ["open", "moved", "needs-human"].includes(status));
  return {
    title:
      bad.length === 0 && away.length === 0
        ? `${overview.estate}: nothing is wrong`
        : `${overview.estate}: ${bad.length} of ${overview.paths.length} paths are bad, ${away.length} groups are off their primary path`,
    lines: [
      overview.isStopped ? "The kill switch is on: nothing is moved." : "The kill switch is off.",
      `${waitingCount} moves wait for an approver.`,
      ...bad.slice(0, SHOWN).map(({ id, groupId, state }) => `${groupId}: ${id} is ${state}`),
      ...away
        .slice(0, SHOWN)
        .map(({ id, status, fromPathId, toPathId }) => `${id}: ${status}, ${fromPathId} → ${toPathId ?? "nothing"}`),
    ],
  };
}

/** A move that waits, as its approver must know it. */
export const wordApproval = (approval: Approval): ChatAnswer => ({
  title: `${approval.groupId}: from ${approval.fromPathId} to ${approval.toPathId}?`,
  lines: [
    approval.reason,
    `touches ${approval.radius.flowCount} flows, ${approval.radius.criticalFlowCount} of them critical`,
    `${approval.askedBy ?? "Skylane"} asks, until ${new Date(approval.expiresAtMs).toISOString().slice(11, 16)} UTC`,
  ],
  approval: { id: approval.id, planHash: approval.planHash },
});
