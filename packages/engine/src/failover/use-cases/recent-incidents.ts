import type { Incident } from "@skylane/core";
import type { Deps } from "../../deps.ts";

/** Enough for a day of moves of a large estate, beside those that were refused. */
const RECENT_COUNT = 200;

/** Newest incidents of all groups, newest first. */
export const recentIncidents = ({ incidents }: Pick<Deps, "incidents">): Promise<readonly Incident[]> =>
  incidents.list(RECENT_COUNT);

/** Those opened at that moment or later, and those that are active since before it; newest first. */
export async function incidentsSince(
  { incidents }: Pick<Deps, "incidents">,
  fromMs: number,
): Promise<readonly Incident[]> {
  const [since, active] = await Promise.all([incidents.listSince(fromMs), incidents.listActive()]);
  return [...since, ...active.filter(({ openedAtMs }) => openedAtMs < fromMs)];
}
