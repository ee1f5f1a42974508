import type { ConnectionGroup, Incident, SkylaneConfig } from "@skylane/core";
import { sharedRisksOf } from "../paths/index.ts";

/** Failures of one cause are noticed within this time of each other, whatever the probes' phases. */
const TOGETHER_MS = 120_000;

/** An incident as part of a larger one: whose head it belongs to, and what both have in common. */
export interface OutagePart {
  readonly headId: Incident["id"];
  /** `site:<building>`, `carrier:<name>` or `link:<id>`. */
  readonly riskId: string;
}

/**
 * The incident that opened the outage which `incident` is part of, if it is not that itself; pure. Incidents of different groups
 * are one outage if their failed paths share a link, a site or a carrier and they were opened together. The earliest is the
 * head, so that all agree on it in whatever order they are written.
 */
export function outageOf(
  incident: Incident,
  others: readonly Incident[],
  { groups, connections }: Pick<SkylaneConfig, "groups" | "connections">,
): OutagePart | undefined {
  if (incident.trigger.kind === "manual") return undefined;
  const risksOf = ({ fromPathId }: Incident): readonly string[] => {
    const path = pathOf(groups, fromPathId);
    const connection = connections.find(({ id }) => id === path?.connectionId);
    return connection ? sharedRisksOf({ id: connection.id, carrier: connection.carrier }, connection) : [];
  };
  const own = risksOf(incident);
  const related = others.flatMap((other) => {
    const isTogether =
      other.groupId !== incident.groupId &&
      other.trigger.kind !== "manual" &&
      Math.abs(other.openedAtMs - incident.openedAtMs) <= TOGETHER_MS &&
      isEarlier(other, incident);
    const riskId = isTogether ? risksOf(other).find((risk) => own.includes(risk)) : undefined;
    return riskId === undefined ? [] : [{ other, riskId }];
  });
  const [first] = related.sort((a, b) => (isEarlier(a.other, b.other) ? -1 : 1));
  return first && { headId: first.other.partOf ?? first.other.id, riskId: first.riskId };
}

const pathOf = (groups: readonly ConnectionGroup[], pathId: string) =>
  groups.flatMap(({ paths }) => paths).find(({ id }) => id === pathId);

const isEarlier = (a: Incident, b: Incident): boolean =>
  a.openedAtMs < b.openedAtMs || (a.openedAtMs === b.openedAtMs && a.id < b.id);
