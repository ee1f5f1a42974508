import { type Alert, oneLine, type WeekReport } from "@skylane/core";

const SHOWN = 5;

/** A week in some lines for a chat: what was achieved, what needs people, what `costs` says in its own words, and where the whole is. */
export function wordWeekReport(report: WeekReport, costs: Alert | undefined, pageUrl: string | undefined): Alert {
  const { estate, week, atMs, recovery, availability, drills, savings, needs } = report;
  const name = oneLine(estate, 60);
  const failed = recovery.moves.filter((move) => !move.isOrdered).length;
  return {
    id: `week-${name}-${week}`,
    urgency: "notice",
    action: "trigger",
    dedupKey: `skylane:week:${name}:${week}`,
    title: `${name}, week ${week}: ${failed === 0 ? "no failover" : counted(failed, "failover")}, ${needs.length === 0 ? "nothing needs people" : `${counted(needs.length, "thing")} for people`}`,
    lines: [
      ...(recovery.rto
        ? [
            `recovered in ${seconds(recovery.rto.p50Ms)} (p50), ${seconds(recovery.rto.p95Ms)} (p95), ${seconds(recovery.rto.maxMs)} at most${recovery.judgedCount > 0 ? `; ${recovery.withinCount} of ${recovery.judgedCount} as promised` : ""}`,
          ]
        : []),
      ...belowTheirObjective(availability.paths),
      ...(drills.runs.length > 0
        ? [`drills: ${drills.runs.filter(({ status }) => status === "passed").length} of ${drills.runs.length} passed`]
        : []),
      ...(savings.taken.count > 0
        ? [`savings taken: ${savings.taken.count}, ${usd(savings.taken.monthlyUsd)} a month`]
        : []),
      ...needs
        .slice(0, SHOWN)
        .map(({ what, detail }) => `needs people: ${oneLine(what, 120)}: ${oneLine(detail, 160)}`),
      ...(needs.length > SHOWN ? [`and ${needs.length - SHOWN} more`] : []),
      ...(costs ? [costs.title, ...costs.lines] : []),
      pageUrl === undefined
        ? `the whole report: skylane report week --week ${week}`
        : `the whole report: ${pageUrl.replace(/\/$/, "")}/#/report?week=${week}`,
    ],
    atMs,
  };
}

function belowTheirObjective(paths: WeekReport["availability"]["paths"]): readonly string[] {
  const below = paths.filter(
    ({ availabilityRatio = 1, objectiveRatio }) => objectiveRatio !== undefined && availabilityRatio < objectiveRatio,
  );
  const [worst] = below;
  if (!worst) return [];
  const ratio = Math.floor((worst.availabilityRatio ?? 0) * 1e5) / 1e3;
  return [`${counted(below.length, "path")} below their objective, the worst ${worst.pathId} with ${ratio} %`];
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? "" : "s"}`;
const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;
const usd = (amount: number): string => `$${Math.round(amount).toLocaleString("en-US")}`;
