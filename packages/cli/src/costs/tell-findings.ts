import type { CostAnomaly, CostAnomalyList, CostRecommendation, CostRecommendationList } from "@skylane/core";
import colors from "picocolors";
import { span, table } from "../output.ts";
import { plain } from "../report/plain.ts";
import { counted, moment, usd } from "../report/words.ts";
import { scopeText } from "./tell-costs.ts";

const OVER_SHOWN = 10;
const COLOURS: Readonly<Record<CostAnomaly["severity"], (text: string) => string>> = {
  critical: colors.red,
  high: colors.red,
  medium: colors.yellow,
  low: colors.dim,
};
const isOpen = ({ status }: CostAnomaly): boolean => status === "open" || status === "snoozed";

/** What is open, then what is over. */
export function tellAnomalies({ atMs, anomalies }: CostAnomalyList): string {
  const open = anomalies.filter(isOpen);
  const over = anomalies.filter((one) => !isOpen(one));
  const shown = [...open, ...over.slice(0, OVER_SHOWN)];
  if (shown.length === 0)
    return "Nothing was found. Flows, links and all of them together are looked at every half hour.";
  const perDay = open.reduce((sum, { status, usdPerDay }) => sum + (status === "open" ? usdPerDay : 0), 0);
  const snoozedCount = open.filter(({ status }) => status === "snoozed").length;
  return [
    open.length === 0
      ? colors.green("Nothing is open.")
      : colors.yellow(
          snoozedCount === open.length
            ? `${counted(snoozedCount, "finding")} snoozed.`
            : `${counted(open.length - snoozedCount, "finding")} open, ${usd(perDay)} a day too much${snoozedCount === 0 ? "" : `; ${snoozedCount} snoozed`}.`,
        ),
    table(
      ["anomaly", "severity", "status", "what", "a day", "since", "cause"],
      shown.map((one) => [
        one.id,
        COLOURS[one.severity](one.severity),
        statusText(one, atMs),
        scopeText(one.scope),
        usd(one.usdPerDay),
        moment(one.beganAtMs),
        one.cause,
      ]),
      [4],
    ),
    colors.dim('Evidence of one: "skylane costs anomalies show <anomaly>".'),
  ].join("\n");
}

const statusText = ({ status, snoozedUntilMs }: CostAnomaly, nowMs: number): string =>
  status === "snoozed" && snoozedUntilMs !== undefined && snoozedUntilMs > nowMs
    ? `snoozed, ${span(snoozedUntilMs - nowMs)} left`
    : status;

/** One of them, with all that is known. */
export function tellAnomaly(anomaly: CostAnomaly): string {
  const { id, scope, severity, status, cause, usdPerDay, usdSoFar, beganAtMs, foundAtMs, endedAtMs } = anomaly;
  const { routeChange, fix, feedback } = anomaly;
  return [
    `${colors.bold(scopeText(scope))} costs ${colors.bold(usd(usdPerDay))} a day too much: ${cause}; ${COLOURS[severity](severity)}, ${status}.`,
    `Since ${moment(beganAtMs)}, found ${span(foundAtMs - beganAtMs)} later, ${usd(usdSoFar)} so far${endedAtMs === undefined ? "" : `, ended ${moment(endedAtMs)}`}.`,
    ...[...new Set(anomaly.evidence)].map((fact) => `  ${plain(fact, 300)}`),
    ...(routeChange
      ? [
          `Route change: ${plain(routeChange.what, 300)}, ${moment(routeChange.atMs)}${routeChange.by === undefined ? "" : `, by ${plain(routeChange.by, 200)}`}.`,
        ]
      : []),
    ...(fix ? [colors.green(`What would end it: ${plain(fix.says, 300)}`)] : []),
    ...(feedback
      ? [
          `${plain(feedback.by, 100)} said ${feedback.verdict}, ${moment(feedback.atMs)}${feedback.note === "" ? "" : `: ${plain(feedback.note, 300)}`}.`,
        ]
      : []),
    colors.dim(`skylane costs anomalies confirm|dismiss|snooze ${id}`),
  ].join("\n");
}

/** Ways to pay less, what saves most first. */
export function tellRecommendations({ recommendations }: CostRecommendationList): string {
  if (recommendations.length === 0) return "Nothing is recommended. Bills and links are looked at once a day.";
  const waiting = recommendations.filter(({ status }) => status === "open");
  return [
    colors.green(
      `${usd(waiting.reduce((sum, { savingUsd }) => sum + savingUsd, 0))} a month could be saved by ${counted(waiting.length, "way")} that ${waiting.length === 1 ? "is" : "are"} open.`,
    ),
    table(
      ["recommendation", "a month", "between", "risk", "status", "what"],
      recommendations.map((one) => [
        one.id,
        colors.bold(usd(one.verified?.savedUsd ?? one.savingUsd)),
        `${usd(one.verified?.savedLowUsd ?? one.savingLowUsd)} and ${usd(one.verified?.savedHighUsd ?? one.savingHighUsd)}`,
        one.risk,
        progressText(one),
        plain(one.title, 80),
      ]),
      [1, 2],
    ),
    colors.dim('Evidence and steps of one: "skylane costs recommendations show <recommendation>".'),
  ].join("\n");
}

const progressText = ({ status, doneAtMs }: CostRecommendation): string =>
  status === "accepted" && doneAtMs !== undefined ? "done, waits for its bill" : status;

/** One of them, with its evidence and steps. */
export function tellRecommendation(one: CostRecommendation): string {
  return [
    `${colors.bold(plain(one.title, 300))}`,
    `${colors.green(usd(one.savingUsd))} a month, four times in five between ${usd(one.savingLowUsd)} and ${usd(one.savingHighUsd)}; risk ${one.risk}; ${progressText(one)}.`,
    ...one.evidence.map((fact) => `  ${plain(fact, 300)}`),
    ...one.risks.map((risk) => colors.yellow(`  risk: ${plain(risk, 300)}`)),
    ...one.todo.map(
      ({ step, undo }, i) => `${i + 1}. ${plain(step, 300)} ${colors.dim(`(back: ${plain(undo, 300)})`)}`,
    ),
    ...(one.verified ? [colors.bold(`By the bill: ${plain(one.verified.says, 400)}`)] : []),
    ...(one.decided
      ? [
          `${plain(one.decided.by, 100)}, ${moment(one.decided.atMs)}${one.decided.note === "" ? "" : `: ${plain(one.decided.note, 300)}`}.`,
        ]
      : []),
  ].join("\n");
}
