import { Cron } from "croner";
import { AwsError } from "../edge/aws-service.ts";

/** A schedule expression of EventBridge Scheduler, understood. Moments are ms since the Unix epoch. */
export interface Expression {
  readonly kind: "rate" | "cron" | "at";
  /** The first moment after `afterMs` it names; `undefined` if there is none any more. */
  nextAfter(afterMs: number): number | undefined;
  /** Begin of the period `nowMs` lies in; only rates have periods. */
  periodStart(nowMs: number): number | undefined;
}

const UNIT_MS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/**
 * `rate(5 minutes)`, `cron(0 12 * * ? *)` or `at(2026-11-20T22:00:00)`; the last two in `timezone`. Rates keep to multiples of
 * their period since 1970, so rate(1 minute) is at second 0 of each minute (AWS counts from the schedule's creation).
 * @throws AwsError ValidationException
 */
export function parseExpression(text: string, timezone = "UTC"): Expression {
  const refuse = (reason: string): AwsError =>
    new AwsError(
      "ValidationException",
      `Invalid Schedule Expression ${text}. ${reason} Use rate(5 minutes), cron(0 12 * * ? *) or at(2026-11-20T22:00:00).`,
    );
  const [, kind, inner = ""] = /^(rate|cron|at)\((.+)\)$/.exec(text) ?? [];
  try {
    if (kind === "rate") return rateOf(inner);
    if (kind === "cron") return cronOf(inner, timezone);
    if (kind === "at") return atOf(inner, timezone);
  } catch (error) {
    throw refuse(error instanceof Error ? `${error.message}.` : "");
  }
  throw refuse("");
}

function rateOf(inner: string): Expression {
  const [, digits = "", unit = "", plural] = /^(\d+) (minute|hour|day)(s?)$/.exec(inner) ?? [];
  const count = Number(digits);
  if (count < 1) throw new Error("A rate is a positive number and minutes, hours or days");
  if ((count === 1) !== (plural === "")) throw new Error("The unit is singular for 1 and plural above");
  const periodMs = count * (UNIT_MS[unit] ?? 0);
  const periodStart = (nowMs: number): number => Math.floor(nowMs / periodMs) * periodMs;
  return { kind: "rate", periodStart, nextAfter: (afterMs) => periodStart(afterMs) + periodMs };
}

/** AWS: minutes hours day-of-month month day-of-week year. croner takes seconds first, and counts weekdays from Sunday = 0. */
function cronOf(inner: string, timezone: string): Expression {
  const fields = inner.trim().split(/\s+/);
  if (fields.length !== 6) throw new Error("A cron expression has six fields, the last is the year");
  const [minutes, hours, day = "", month, weekday = "", year] = fields;
  if ((day === "?") === (weekday === "?")) throw new Error("Day of month or day of week must be ?, and not both");
  const weekdays = weekday === "L" ? "6" : weekday.replaceAll(/(?<!#)\d/g, (digit) => String(Number(digit) - 1));
  const pattern = `0 ${minutes} ${hours} ${day.replace("?", "*")} ${month} ${weekdays.replace("?", "*")} ${year}`;
  return dated("cron", new Cron(pattern, { timezone, paused: true }));
}

function atOf(inner: string, timezone: string): Expression {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(inner)) throw new Error("at takes a time without zone or fraction");
  return dated("at", new Cron(inner, { timezone, paused: true }));
}

function dated(kind: "cron" | "at", cron: Cron): Expression {
  cron.nextRun(new Date(0)); // a time zone that is not known is found out only here
  return {
    kind,
    nextAfter: (afterMs) => cron.nextRun(new Date(afterMs))?.getTime(),
    periodStart: () => undefined,
  };
}
