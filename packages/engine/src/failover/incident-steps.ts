import type { Incident, IncidentStatus } from "@skylane/core";

/** The incident with one more line in its timeline; pure. */
export const withLine = (incident: Incident, atMs: number, what: string): Incident => ({
  ...incident,
  timeline: [...incident.timeline, { atMs, what }],
});

const CLOSED: readonly IncidentStatus[] = ["refused", "rolled-back", "failed-back", "repaired-by-routing"];

/** The incident in a new status, with a line that says so; closed statuses get their closing time. Repeating it changes nothing. */
export function withStatus(incident: Incident, status: IncidentStatus, atMs: number, what: string): Incident {
  if (incident.status === status) return incident;
  const moved = withLine({ ...incident, status }, atMs, what);
  return CLOSED.includes(status) ? { ...moved, closedAtMs: atMs } : moved;
}

/** When traffic was proven on the backup; `undefined` = it was not moved, or routing did it. */
export const movedAtMs = ({ timeline }: Pick<Incident, "timeline">): number | undefined =>
  timeline.find(({ what }) => what.startsWith("moved: "))?.atMs;

/** True while routes are, or may be, away from where they belong. */
export const isActive = ({ status }: Incident): boolean =>
  status === "open" || status === "moved" || status === "needs-human";
