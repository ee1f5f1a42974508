import colors from "picocolors";
import { table } from "../output.ts";
import { plain } from "../report/plain.ts";
import { counted, usd } from "../report/words.ts";
import type { CostDemo } from "./run-cost-demo.ts";
import { type Alarm, GOALS, type ScoredIncident } from "./score-alarms.ts";

const SHOWN_FALSE = 10;

/** The demo for a person: what was put in, what was found when and why, and what was told in vain. */
export function tellCostDemo(demo: CostDemo & { readonly tookMs: number }): string {
  const found = new Map(demo.told.toReversed().map((alarm) => [alarm.id as string, alarm]));
  const verdict = demo.isGoalMet
    ? colors.green("● Every goal is met.")
    : colors.red("✕ A goal is missed: see the marks below.");
  return [
    `${colors.bold(`${demo.days} days of traffic, seed ${demo.seed}`)}: ${counted(demo.flowCount, "flow")} over ${counted(demo.linkCount, "link")}, ${usd(demo.usd)} at list prices; ${demo.lookCount.toLocaleString("en-US")} looks in ${(demo.tookMs / 1_000).toFixed(1)} s.`,
    verdict,
    "",
    table(
      ["put in", "began (UTC)", "found after", "goal", "cause told", "a day", "also told"],
      demo.incidents.map((incident) => rowOf(incident, found)),
    ),
    ...demo.incidents.flatMap((incident) => {
      const alarm = incident.anomalyId === undefined ? undefined : found.get(incident.anomalyId);
      if (!alarm) return [];
      return [
        "",
        colors.bold(`${alarm.cause} on ${alarm.scope.kind} ${plain(alarm.scope.id, 60)}`),
        ...alarm.evidence.map((line) => `  ${plain(line, 400)}`),
        ...(alarm.fix ? [`  ${colors.dim("Fix:")} ${plain(alarm.fix.says, 200)}`] : []),
      ];
    }),
    "",
    `${demo.falseAlarmsPerWeek <= GOALS.falseAlarmsPerWeek ? colors.green("●") : colors.red("✕")} ${counted(demo.falseAlarms.length, "false alarm")} in ${counted(demo.watchedDays, "day")}: ${demo.falseAlarmsPerWeek} a week, ${GOALS.falseAlarmsPerWeek} or less is the goal.`,
    ...demo.falseAlarms
      .slice(0, SHOWN_FALSE)
      .map(
        (alarm) =>
          `  ${utc(alarm.foundAtMs)}  ${plain(alarm.scope.kind)} ${plain(alarm.scope.id, 50)}: ${alarm.cause}, ${usd(alarm.usdPerDay)} a day`,
      ),
  ].join("\n");
}

const utc = (ms: number): string => new Date(ms).toISOString().slice(0, 16).replace("T", " ");

function rowOf(incident: ScoredIncident, found: ReadonlyMap<string, Alarm>): readonly string[] {
  const { kind, beganAtMs, foundAfterMinutes, goalMinutes, cause, isCauseRight, isCulpritNamed, repeatCount } =
    incident;
  const alarm = incident.anomalyId === undefined ? undefined : found.get(incident.anomalyId);
  const isInTime = foundAfterMinutes !== undefined && foundAfterMinutes <= goalMinutes;
  const mark = isInTime ? colors.green : colors.red;
  return [
    kind,
    utc(beganAtMs),
    mark(foundAfterMinutes === undefined ? "✕ not found" : `${isInTime ? "●" : "✕"} ${duration(foundAfterMinutes)}`),
    duration(goalMinutes),
    cause === undefined
      ? "–"
      : isCauseRight && isCulpritNamed !== false
        ? colors.green(`● ${cause}${isCulpritNamed ? ", and who" : ""}`)
        : colors.red(`✕ ${cause}${isCulpritNamed === false ? ", not who" : ""}`),
    alarm ? usd(alarm.usdPerDay) : "",
    repeatCount === 0 ? "" : `${repeatCount} more`,
  ];
}

const duration = (minutes: number): string =>
  minutes < 180
    ? `${minutes} min`
    : minutes < 2_880
      ? `${Math.round(minutes / 60)} h`
      : `${(minutes / 1_440).toFixed(1)} d`;
