import type { Approval, Incident, RunSummary, SloList, WeekNeed, WeekReport } from "@skylane/core";

const DAY_MS = 86_400_000;

/** What needs people is read from: how things stand when the report is written, and what the week has shown. */
export interface NeedFacts {
  readonly nowMs: number;
  readonly isStopped: boolean;
  /** Those that are not over. */
  readonly active: readonly Incident[];
  readonly approvals: readonly Approval[];
  readonly intents: readonly RunSummary[];
  readonly slos: SloList["slos"];
  readonly report: Pick<WeekReport, "drills" | "recovery" | "savings" | "costs">;
}

/** All that waits for somebody, what may hurt first; pure. */
export function needsOfWeek({ nowMs, isStopped, active, approvals, intents, slos, report }: NeedFacts): WeekNeed[] {
  const { drills, recovery, savings, costs } = report;
  const overdrawn = slos.filter(({ remainingRatio }) => remainingRatio < 0);
  const missed = recovery.judgedCount - recovery.withinCount;
  const anomalies = costs?.anomalies ?? [];
  return [
    ...when(isStopped, "bad", "The kill switch is on", "Nothing is moved by itself until somebody lets moves go on."),
    ...active
      .filter(({ status }) => status === "needs-human")
      .map(({ groupId, reason }) => need("bad", `${groupId} needs a person`, reason ?? "Routes may be half changed.")),
    ...drills.runs
      .filter(({ status }) => status === "failed")
      .map(({ groupId, reason }) => need("bad", `The drill of ${groupId} failed`, reason)),
    ...approvals
      .filter(({ status, expiresAtMs }) => status === "pending" && nowMs < expiresAtMs)
      .map(({ groupId, fromPathId, toPathId, reason }) =>
        need("bad", `A move of ${groupId} waits for approval`, `${fromPathId} to ${toPathId}: ${reason}`),
      ),
    ...active
      .filter(({ status, openedAtMs }) => status === "moved" && nowMs - openedAtMs > DAY_MS)
      .map(({ groupId, toPathId }) =>
        need("watch", `${groupId} is on ${toPathId ?? "its backup"} for more than a day`, "Fail back, or say why not."),
      ),
    ...overdrawn.map(({ pathId, slo, remainingRatio }) =>
      need("watch", `${pathId} has overdrawn its budget of ${slo}`, `${percent(-remainingRatio)} beyond it.`),
    ),
    ...when(
      missed > 0,
      "watch",
      `${missed} of ${recovery.judgedCount} recoveries took longer than promised`,
      "Look at which part took it: detection, decision, change or proof.",
    ),
    ...intents
      .filter(({ status }) => status === "awaiting-approval" || status === "questions" || status === "stuck")
      .map(({ title, status }) => need(status === "stuck" ? "bad" : "watch", `A connection ${INTENT[status]}`, title)),
    ...when(
      drills.overdue.length > 0,
      "watch",
      `${counted(drills.overdue.length, "group")} not drilled for a quarter`,
      listed(drills.overdue.map(({ groupId }) => groupId)),
    ),
    ...when(
      anomalies.length > 0,
      "watch",
      `${counted(anomalies.length, "finding")} of costs not answered`,
      `${usd(anomalies.reduce((sum, { usdPerDay }) => sum + usdPerDay, 0))} a day more than it should be.`,
    ),
    ...(costs?.budgets ?? []).map((line) => need("watch", "A budget is passed, or will be", line)),
    ...when(
      savings.missed.count > 0,
      "watch",
      `${counted(savings.missed.count, "saving")} did not come true`,
      `${usd(savings.missed.monthlyUsd)} a month was advised.`,
    ),
    ...when(
      savings.open.count > 0,
      "watch",
      `${counted(savings.open.count, "way")} to save wait for a decision`,
      `${usd(savings.open.monthlyUsd)} a month.`,
    ),
  ].sort((a, b) => Number(b.tone === "bad") - Number(a.tone === "bad"));
}

const INTENT: Readonly<Partial<Record<string, string>>> = {
  "awaiting-approval": "waits for approval",
  questions: "has open questions",
  stuck: "is stuck: something is left that could not be taken away",
};

const SHOWN = 8;
const need = (tone: WeekNeed["tone"], what: string, detail: string): WeekNeed => ({ tone, what, detail });
const when = (isSo: boolean, ...said: Parameters<typeof need>): readonly WeekNeed[] => (isSo ? [need(...said)] : []);
const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? "" : "s"}`;
const percent = (ratio: number): string => `${Math.round(ratio * 100)} %`;
const usd = (amount: number): string => `$${Math.round(amount).toLocaleString("en-US")}`;
const listed = (names: readonly string[]): string =>
  names.length > SHOWN ? `${names.slice(0, SHOWN).join(", ")} and ${names.length - SHOWN} more` : names.join(", ");
