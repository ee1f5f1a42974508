import type { IncidentRecord } from "@skylane/core";
import { type Alert, oneLine } from "@skylane/core";
import { recordWords } from "./record-words.ts";

/** One message of a thread: plain text, as an alert's. */
export type ThreadMessage = Pick<Alert, "title" | "lines">;

/** The record as a few short messages, the first of which opens a thread; plain text, nothing in it is markup. */
export function recordThread(record: IncidentRecord): readonly ThreadMessage[] {
  const { incident, timeline, alarms, decision, calls, next } = record;
  const { losses, price } = recordWords(record);
  const seconds = (atMs: number): string => `${((atMs - incident.openedAtMs) / 1000).toFixed(1)} s`;
  const message = (title: string, lines: readonly string[]): ThreadMessage => ({
    title: oneLine(title, 150),
    lines: lines.map((line) => oneLine(line, 300)),
  });
  return [
    message(`${record.groupId}: incident ${incident.id} is ${incident.status}`, [
      `${incident.fromPathId} → ${incident.toPathId ?? "no path"}`,
      `decision: ${decision.says}${decision.rule === undefined ? "" : ` (${decision.rule})`}`,
    ]),
    message(
      "What happened",
      timeline.slice(0, 20).map(({ atMs, what }) => `${seconds(atMs)}: ${what}`),
    ),
    ...(alarms.length === 0
      ? []
      : [
          message(
            "What the clouds said",
            alarms
              .slice(0, 20)
              .map(
                ({ atMs, cloud, kind, isRaised, pathIds, name }) =>
                  `${seconds(atMs)}: ${cloud} ${isRaised ? "raised" : "cleared"} ${kind} on ${pathIds.join(", ")} (${name})`,
              ),
          ),
        ]),
    ...(calls.length === 0
      ? []
      : [
          message(
            "What was changed",
            calls.map(({ change, readBack }) => `${change.summary} (read back: ${readBack})`),
          ),
        ]),
    message("What it cost", [losses, price]),
    message("What happens next", next),
  ];
}
