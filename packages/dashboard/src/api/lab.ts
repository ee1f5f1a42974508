import { ask } from "./ask.ts";

/** A fault on a link of the lab. */
export interface LabFault {
  readonly id: string;
  readonly kind: string;
  readonly target: { readonly connectionId?: string };
}

/** Faults there are now. */
export async function listFaults(labPath: string): Promise<readonly LabFault[]> {
  const { faults } = (await ask("GET", `${labPath}/faults`)) as { faults: readonly LabFault[] };
  return faults;
}
/** Breaks a link. */
export const inject = (labPath: string, kind: string, connectionId: string): Promise<unknown> =>
  ask("POST", `${labPath}/faults`, { kind, target: { connectionId } });
/** Mends it. */
export const mend = (labPath: string, faultId: string): Promise<unknown> =>
  ask("DELETE", `${labPath}/faults/${encodeURIComponent(faultId)}`);
