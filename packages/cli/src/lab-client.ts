import * as z from "zod";
import type { ApiClient } from "./api-client.ts";

/** A fault on a link, as the lab tells it; what it holds beyond this depends on its kind. */
export const Fault = z.looseObject({
  id: z.string(),
  kind: z.string(),
  target: z.looseObject({
    connectionId: z.string().optional(),
    regionId: z.string().optional(),
    carrier: z.string().optional(),
  }),
});
export type Fault = z.infer<typeof Fault>;

/** An effective change of routing, as the lab saw it happen. */
export const RouteChangeSeen = z.looseObject({
  sequence: z.number(),
  atMs: z.number(),
  where: z.looseObject({ cloud: z.string() }),
  prefix: z.string(),
  /** `command`: somebody changed a route; `world`: a BGP session fell or came back. */
  cause: z.string(),
});
export type RouteChangeSeen = z.infer<typeof RouteChangeSeen>;

/** The fault API of a lab, reached through the instance's own address. */
export interface LabClient {
  inject(fault: Readonly<Record<string, unknown>>): Promise<Fault>;
  list(): Promise<readonly Fault[]>;
  clear(faultId: string): Promise<void>;
  clearAll(): Promise<void>;
  changesAfter(sequence: number): Promise<readonly RouteChangeSeen[]>;
}

const LAB = "/lab";

/** The lab behind an API client. */
export const labClient = (api: ApiClient): LabClient => ({
  inject: (fault) => api.send("POST", `${LAB}/faults`, fault, Fault),
  list: async () => (await api.get(`${LAB}/faults`, z.looseObject({ faults: z.array(Fault) }))).faults,
  clear: async (faultId) =>
    void (await api.send("DELETE", `${LAB}/faults/${encodeURIComponent(faultId)}`, undefined, z.unknown())),
  clearAll: async () => void (await api.send("DELETE", `${LAB}/faults`, undefined, z.unknown())),
  changesAfter: async (sequence) =>
    (await api.get(`${LAB}/changes?after=${sequence}`, z.looseObject({ changes: z.array(RouteChangeSeen) }))).changes,
});
