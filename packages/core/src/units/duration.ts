import * as z from "zod";

const MS_PER_UNIT: Readonly<Record<string, number>> = {
  ms: 1,
  millisecond: 1,
  milliseconds: 1,
  s: 1_000,
  second: 1_000,
  seconds: 1_000,
  m: 60_000,
  minute: 60_000,
  minutes: 60_000,
  h: 3_600_000,
  hour: 3_600_000,
  hours: 3_600_000,
  d: 86_400_000,
  day: 86_400_000,
  days: 86_400_000,
};

/** Milliseconds in a human duration such as `"30 seconds"`, `"200ms"` or `"5 min"`-like words; `undefined` if it is none. */
export function parseDurationMs(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*([a-z]+)$/i.exec(text.trim());
  const unitMs = match ? MS_PER_UNIT[(match[2] as string).toLowerCase()] : undefined;
  return match && unitMs !== undefined ? Number(match[1]) * unitMs : undefined;
}

/** A duration written for people in configuration; parses to milliseconds. */
export const Duration = z.string().transform((text, context) => {
  const ms = parseDurationMs(text);
  if (ms === undefined) {
    context.addIssue({ code: "custom", message: `must be a duration such as "200ms", "30 seconds" or "5 minutes"` });
    return z.NEVER;
  }
  return ms;
});
