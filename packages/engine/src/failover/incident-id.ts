import type { Incident } from "@skylane/core";
import { IncidentId } from "@skylane/core";

/** Id of the incident of a group at an epoch of its primary path, or at a manual order: `fo-<groupId>-<epoch>`. */
export const incidentId = (groupId: string, epoch: number | string): Incident["id"] =>
  IncidentId.parse(`fo-${groupId}-${epoch}`);
