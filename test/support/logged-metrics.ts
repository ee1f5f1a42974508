import type { Log, LogMetricSpec } from "@skylane/core";

/** A line as the logger writes it: the message and its values, side by side. */
export type LogLine = Readonly<Record<string, unknown>>;

/** A log that keeps its lines. */
export function keptLog(): { readonly log: Log; readonly lines: LogLine[] } {
  const lines: LogLine[] = [];
  const keep = (message: string, values: object = {}): void => void lines.push({ message, ...values });
  return { lines, log: { debug: () => undefined, info: keep, warn: keep, error: keep } };
}

/** What a metric filter makes of lines: a value for each line that fits. */
export function countedFrom(lines: readonly LogLine[], spec: LogMetricSpec): number[] {
  const wanted = Object.entries({ message: spec.message, ...spec.where });
  return lines
    .filter((line) => wanted.every(([key, value]) => line[key] === value))
    .map((line) => (spec.value === undefined ? 1 : line[spec.value]))
    .filter((value): value is number => typeof value === "number" && value > 0);
}
