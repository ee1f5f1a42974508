import * as z from "zod";
import { ConnectionId, PathId, VantageId } from "./ids.ts";
import { IpAddress } from "./network.ts";

/** How a path is probed: a target that only this path reaches, from a source that only this path answers (clouds.md §2.2). */
export const ProbeTarget = z.strictObject({
  vantageId: VantageId,
  kind: z.enum(["tcp", "http"]).default("http"),
  /** Address to send from; must be routed back over this path only. */
  sourceIp: IpAddress,
  /** Address to probe; must be advertised over this path only. */
  host: IpAddress,
  port: z.int().min(1).max(65_535),
});
export type ProbeTarget = z.infer<typeof ProbeTarget>;

/** One way between the two sides of a group, over exactly one connection. */
export const Path = z.strictObject({
  id: PathId,
  connectionId: ConnectionId,
  probe: ProbeTarget,
  /** Per side of the group: what its actuator needs to send traffic over this path, e.g. an attachment id. */
  handles: z.record(z.string(), z.record(z.string(), z.string())),
});
export type Path = z.infer<typeof Path>;
