import type { ApprovalList, CostAnomaly, Overview, RunSummary, SloView } from "@skylane/core";
import { causeNames, money, scopeName } from "../costs/words.ts";
import { leftText, promise, toneOf } from "../paths/slo-words.ts";

/** Something that waits for a person, and where it is dealt with. */
export interface Need {
  readonly key: string;
  readonly tone: "bad" | "watch";
  readonly what: string;
  readonly detail: string;
  /** An address of the page. */
  readonly href: string;
}

/** What needs a person is read from. What is not known yet is absent. */
export interface NeedSources {
  readonly overview: Overview;
  readonly approvals?: ApprovalList | undefined;
  readonly runs?: readonly RunSummary[] | undefined;
  readonly anomalies?: readonly CostAnomaly[] | undefined;
  readonly slos?: readonly SloView[] | undefined;
}

/** Only what broke within a day is asked about; the rest is history. */
const RECENT_MS = 86_400_000;
/** The path pages have the others. */
const MOST_BUDGETS = 4;

/** All that waits for somebody, what may hurt first. */
export function needsOf({ overview, approvals, runs = [], anomalies = [], slos = [] }: NeedSources): readonly Need[] {
  const { incidents, groups, atMs } = overview;
  const pending = approvals?.approvals.filter((one) => one.status === "pending" && approvals.atMs < one.expiresAtMs);
  const open = anomalies.filter(({ status }) => status === "open");
  return [
    ...incidents
      .filter(({ status }) => status === "needs-human")
      .map(({ id, groupId, reason }) => ({
        key: id,
        tone: "bad" as const,
        what: `${groupId} needs a person`,
        detail: reason ?? "routes may be half changed",
        href: incidentHref(id),
      })),
    ...(pending ?? []).map(({ id, groupId, fromPathId, toPathId, reason }) => ({
      key: id,
      tone: "bad" as const,
      what: `Approve or reject: ${groupId}, ${fromPathId} → ${toPathId}`,
      detail: reason,
      href: "#/orders",
    })),
    ...heldOf(overview, pending).map(({ id, groupId, fromPathId, reason }) => ({
      key: id,
      tone: "watch" as const,
      what: `${groupId} was not moved off ${fromPathId}`,
      detail: reason ?? "the move was held",
      href: incidentHref(id),
    })),
    ...incidents
      .filter(({ status, id }) => status === "moved" && groups.some((group) => group.activeIncidentId === id))
      .filter(({ openedAtMs }) => atMs - openedAtMs > RECENT_MS)
      .map(({ id, groupId, toPathId }) => ({
        key: id,
        tone: "watch" as const,
        what: `${groupId} is on ${toPathId ?? "its backup"} for more than a day`,
        detail: "fail back, or say why not",
        href: incidentHref(id),
      })),
    ...runs
      .filter(({ status }) => status === "awaiting-approval" || status === "questions" || status === "stuck")
      .map(({ id, title, status }) => ({
        key: id,
        tone: status === "stuck" ? ("bad" as const) : ("watch" as const),
        what: INTENT[status as keyof typeof INTENT],
        detail: title,
        href: `#/intents/${encodeURIComponent(id)}`,
      })),
    ...slos
      .filter((slo) => toneOf(slo) !== "good")
      .slice(0, MOST_BUDGETS)
      .map((slo) => ({
        key: `slo ${slo.pathId} ${slo.slo} ${slo.vantageId}`,
        tone: toneOf(slo) === "bad" ? ("bad" as const) : ("watch" as const),
        what: `${slo.pathId}: its error budget ${slo.remainingRatio <= 0 ? "is used up" : slo.burning ? "is used up too fast" : "runs out"}`,
        detail: `${promise(slo)}, ${leftText(slo.remainingRatio)}`,
        href: `#/paths/${encodeURIComponent(slo.pathId)}`,
      })),
    ...open.slice(0, 3).map(({ id, scope, cause, usdPerDay }) => ({
      key: id,
      tone: "watch" as const,
      what: "Costs more than it should",
      detail: `${scopeName(scope)}: ${causeNames[cause]}, ${money(usdPerDay)} a day`,
      href: `#/costs?select=${encodeURIComponent(id)}`,
    })),
  ];
}

const INTENT = {
  "awaiting-approval": "A plan waits for approval",
  questions: "A request has open questions",
  stuck: "A build is stuck: something is left that could not be taken away",
} as const;

/** Moves that were held of late, of paths that still are bad, and that no approval is asked for. */
const heldOf = ({ incidents, paths, atMs }: Overview, pending: readonly { readonly groupId: string }[] = []) =>
  incidents.filter(
    ({ status, fromPathId, groupId, openedAtMs }, i) =>
      status === "refused" &&
      atMs - openedAtMs < RECENT_MS &&
      incidents.findIndex((one) => one.groupId === groupId) === i &&
      !pending.some((one) => one.groupId === groupId) &&
      paths.some(
        ({ id, state, isCarrying }) => id === fromPathId && isCarrying && (state === "down" || state === "degraded"),
      ),
  );

const incidentHref = (id: string): string => `#/incidents/${encodeURIComponent(id)}`;
