import type { SloView } from "@skylane/core";

/** `99.95 %`, without noughts at its end. */
export const ratioText = (ratio: number): string => `${Number((ratio * 100).toFixed(4))} %`;

/** What is promised: `available 99.95 % of the time`. */
export const promise = ({ slo, objectiveRatio, latencyP95Ms }: SloView): string =>
  slo === "availability"
    ? `available ${ratioText(objectiveRatio)} of the time`
    : `${ratioText(objectiveRatio)} of answers within ${latencyP95Ms === undefined ? "its limit" : `${latencyP95Ms} ms`}`;

/** `20 min`, `1.4 min`, `30 s` */
export function minutesText(minutes: number): string {
  if (Math.abs(minutes) < 1) return `${Math.round(minutes * 60)} s`;
  return Math.abs(minutes) < 10 ? `${Number(minutes.toFixed(1))} min` : `${Math.round(minutes)} min`;
}

/** `5 min`, `6 h`, `3 d` */
export const windowText = (ms: number): string =>
  ms < 3_600_000
    ? `${Math.round(ms / 60_000)} min`
    : ms < 86_400_000
      ? `${Math.round(ms / 3_600_000)} h`
      : `${Math.round(ms / 86_400_000)} d`;

/** What is left of a budget: `62 % left`, `overdrawn by 40 %`. */
export const leftText = (remainingRatio: number): string =>
  remainingRatio < 0 ? `overdrawn by ${percent(-remainingRatio)}` : `${percent(remainingRatio)} left`;

/** How a budget stands: `bad` it is gone or somebody was paged; `watch` little is left or it will not last. */
export function toneOf({
  remainingRatio,
  burning,
}: Pick<SloView, "remainingRatio" | "burning">): "good" | "watch" | "bad" {
  if (remainingRatio <= 0 || burning?.severity === "page") return "bad";
  return remainingRatio < LITTLE_RATIO || burning !== undefined ? "watch" : "good";
}
/** A quarter of the budget for what is left of the period. */
const LITTLE_RATIO = 0.25;

const percent = (ratio: number): string => (ratio > 0 && ratio < 0.01 ? "under 1 %" : `${Math.round(ratio * 100)} %`);
