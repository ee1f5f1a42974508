import { ask } from "./ask.ts";

/** Asks for a move of a group to its backup. */
export const moveToBackup = (groupId: string): Promise<unknown> => ask("POST", "/v1/failovers", { groupId });
/** Asks for the way back. */
export const failBack = (incidentId: string): Promise<unknown> =>
  ask("POST", `/v1/incidents/${encodeURIComponent(incidentId)}/fail-back`, {});
