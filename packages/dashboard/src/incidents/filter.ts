import type { Incident } from "@skylane/core";
import type { IncidentsSearch } from "./route.tsx";

/** The incidents that an address asks for. */
export const chosenIncidents = (
  incidents: readonly Incident[],
  { status, group }: IncidentsSearch,
): readonly Incident[] =>
  incidents.filter(
    (incident) =>
      (status === undefined || status.includes(incident.status)) && (group === undefined || incident.groupId === group),
  );

/** How long from the first word of it to the proof by traffic, ms; absent = it was not proven. */
export function provenAfterMs({ timeline, openedAtMs }: Incident): number | undefined {
  const line = timeline.find(({ what }) => /^(moved|repaired-by-routing): /.test(what));
  return line && line.atMs - openedAtMs;
}

/** How loud an incident is. */
export const toneOf = (status: Incident["status"]): "good" | "watch" | "bad" =>
  status === "needs-human" || status === "open"
    ? "bad"
    : status === "failed-back" || status === "repaired-by-routing"
      ? "good"
      : "watch";
