import type { ConnectionGroup, Incident } from "@skylane/core";
import { fnv1a64, IncidentId } from "@skylane/core";

/** What a workflow execution's name has room for. */
const NAME_LENGTH = 72;

/** Id of the incident of a group at an epoch of its primary path, or at a manual order: `fo-<groupId>-<epoch>`; a hash stands for a name too long. */
export function incidentId(groupId: string, epoch: number | string): Incident["id"] {
  const name = `${groupId}-${epoch}`;
  return IncidentId.parse(`fo-${name.length <= NAME_LENGTH ? name : `${fnv1a64(groupId)}-${epoch}`}`);
}

/**
 * The epoch as the path's own vantage counts it; with a mark for any other vantage, which counts by itself: the third change
 * one of them saw is not the third change the other saw.
 */
export function epochName(
  group: ConnectionGroup,
  { pathId, vantageId, epoch }: { readonly pathId: string; readonly vantageId: string; readonly epoch: number },
): string {
  const own = group.paths.find(({ id }) => id === pathId)?.probe.vantageId;
  return own === undefined || own === vantageId ? `${epoch}` : `${epoch}-${fnv1a64(vantageId).slice(0, 6)}`;
}
