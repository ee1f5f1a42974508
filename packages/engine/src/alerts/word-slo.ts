import type { Alert, EventOf } from "@skylane/core";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** That an error budget is used up too fast, and that this is over; each severity has an alert of its own. */
export function wordSlo(event: EventOf<"slo.burn-rate-exceeded.v1" | "slo.burn-rate-recovered.v1">): Alert {
  const { pathId, vantageId, groupId, slo, severity, periodDays, sinceMs } = event.data;
  const base = {
    id: event.id,
    urgency: severity === "page" ? ("page" as const) : ("notice" as const),
    dedupKey: `skylane:slo:${vantageId}:${pathId}:${slo}:${severity}:${sinceMs}`,
    groupId,
    atMs: Date.parse(event.time),
  };
  if (event.type === "slo.burn-rate-recovered.v1")
    return {
      ...base,
      action: "resolve",
      title: `${groupId}: ${pathId} uses up its ${slo} budget no faster than it may`,
      lines: [leftOf(event.data)],
    };
  const { rule } = event.data;
  const lastsMs = (periodDays * DAY_MS) / Math.min(rule.longBurnRate, rule.shortBurnRate);
  return {
    ...base,
    action: "trigger",
    title: `${groupId}: ${pathId} uses up its ${slo} budget ${times(rule.longBurnRate)} as fast as it may`,
    lines: [
      promised(event.data),
      `${times(rule.longBurnRate)} in the last ${span(rule.longMs)}, ${times(rule.shortBurnRate)} in the last ${span(rule.shortMs)}; told from ${rule.factor} times on`,
      leftOf(event.data),
      `at this rate the budget of ${periodDays} days is gone in ${span(lastsMs)}: skylane slos`,
    ],
  };
}

type Told = EventOf<"slo.burn-rate-exceeded.v1" | "slo.burn-rate-recovered.v1">["data"];

const promised = ({ objectiveRatio, latencyP95Ms, periodDays }: Told): string =>
  latencyP95Ms === undefined
    ? `it is to be there ${percent(objectiveRatio)} of ${periodDays} days`
    : `it is to answer within ${latencyP95Ms} ms, ${percent(objectiveRatio)} of ${periodDays} days`;

const leftOf = ({ remainingRatio }: Told): string =>
  remainingRatio >= 0
    ? `${percent(remainingRatio)} of the budget are left`
    : `the budget is overdrawn by ${percent(-remainingRatio)}`;

const percent = (ratio: number): string => `${Number((ratio * 100).toFixed(2))} %`;
const times = (rate: number): string => `${Number(rate.toPrecision(2))} times`;

function span(ms: number): string {
  if (ms >= 2 * DAY_MS) return `${Math.round(ms / DAY_MS)} days`;
  if (ms >= 2 * HOUR_MS) return `${Math.round(ms / HOUR_MS)} hours`;
  return `${Math.max(1, Math.round(ms / 60_000))} minutes`;
}
