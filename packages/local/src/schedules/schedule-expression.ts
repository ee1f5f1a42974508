import { Cron } from "croner";
import { AwsError } from "../edge/aws-service.ts";

/** A schedule expression of EventBridge Scheduler, understood. */
export type ScheduleExpression =
  | { readonly kind: "rate"; readonly periodMs: number }
  | { readonly kind: "cron"; readonly cron: Cron }
  | { readonly kind: "at"; readonly atMs: number };

const UNIT_MS: Readonly<Record<string, number>> = {
  minute: 60_000,
  minutes: 60_000,
  hour: 3_600_000,
  hours: 3_600_000,
  day: 86_400_000,
  days: 86_400_000,
};

/** `rate(5 minutes)`, `cron(0 12 * * ? *)` (UTC) or `at(2026-11-20T22:00:00)`. @throws AwsError ValidationException */
export function parseExpression(text: string): ScheduleExpression {
  const rate = /^rate\((\d+) (minutes?|hours?|days?)\)$/.exec(text);
  if (rate && Number(rate[1]) > 0) return { kind: "rate", periodMs: Number(rate[1]) * (UNIT_MS[rate[2] ?? ""] ?? 0) };
  const cron = /^cron\((.+)\)$/.exec(text)?.[1]?.split(/\s+/);
  // AWS: minutes hours day-of-month month day-of-week year; croner takes the year as a seventh field behind seconds.
  if (cron?.length === 6) {
    try {
      const [minutes, hours, day, month, weekday, year] = cron;
      return {
        kind: "cron",
        cron: new Cron(`0 ${minutes} ${hours} ${day} ${month} ${weekday} ${year}`, { timezone: "UTC", paused: true }),
      };
    } catch {
      throw refuse(text);
    }
  }
  const at = /^at\((.+)\)$/.exec(text)?.[1];
  const atMs = at === undefined ? Number.NaN : Date.parse(`${at}Z`);
  if (Number.isFinite(atMs)) return { kind: "at", atMs };
  throw refuse(text);
}

const refuse = (text: string): AwsError =>
  new AwsError(
    "ValidationException",
    `Invalid Schedule Expression ${text}. Use rate(5 minutes), cron(0 12 * * ? *) or at(2026-11-20T22:00:00).`,
  );

/** The next moment after `nowMs`, ms since the epoch. Rates keep to multiples of their period, so a minute begins at second 0. */
export function nextAtMs(expression: ScheduleExpression, nowMs: number): number | undefined {
  switch (expression.kind) {
    case "rate":
      return (Math.floor(nowMs / expression.periodMs) + 1) * expression.periodMs;
    case "cron":
      return expression.cron.nextRun(new Date(nowMs))?.getTime();
    case "at":
      return expression.atMs > nowMs ? expression.atMs : undefined;
  }
}

/** Start of the period that `nowMs` lies in; only rates have one. */
export const previousAtMs = (expression: ScheduleExpression, nowMs: number): number | undefined =>
  expression.kind === "rate" ? Math.floor(nowMs / expression.periodMs) * expression.periodMs : undefined;
