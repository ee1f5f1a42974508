import type { MoveRequest, RouteChange } from "@skylane/core";
import * as z from "zod";
import { refuseOneWay } from "../../_shared/refuse-one-way.ts";
import { DEFAULT_PRIORITY, HIGHEST_PRIORITY, PRIORITY_STEP, SessionHandle } from "./router-sessions.ts";

/** Router and Region of the sessions. */
export const RegionSettings = z.strictObject({ projectId: z.string().min(1), regionId: z.string().min(1) });

/** MED of a session to leave: a whole step above Google's own. The default is two steps above a backup with 20,000. */
export const DrainedMed = z
  .string()
  .regex(/^[0-9]{5}$/)
  .refine((text) => Number(text) >= DEFAULT_PRIORITY + PRIORITY_STEP && Number(text) <= HIGHEST_PRIORITY, {
    error: `must be a number from ${DEFAULT_PRIORITY + PRIORITY_STEP} to ${HIGHEST_PRIORITY}`,
  })
  .default("40000");

/** The change of the session to leave, and what it says for people about both. */
interface SessionChange {
  readonly actuator: string;
  readonly desired: Readonly<Record<string, string>>;
  readonly summaryOf: (names: {
    readonly routerName: string;
    readonly peerName: string;
    readonly otherPeerName: string;
  }) => string;
}

/**
 * One change for all prefixes: it makes the session of the path to leave worse than that of the path to take.
 * @throws ERR_ACTUATOR_UNKNOWN where both paths are one session
 */
export function planSessionChange(
  request: MoveRequest,
  { projectId, regionId }: z.infer<typeof RegionSettings>,
  { actuator, desired, summaryOf }: SessionChange,
): readonly RouteChange[] {
  refuseOneWay(request);
  const { groupId, sideId, prefixes, from, to } = request;
  const { routerName, peerName } = SessionHandle.parse(from);
  const { routerName: otherRouterName, peerName: otherPeerName } = SessionHandle.parse(to);
  const [prefix] = prefixes;
  if (prefix === undefined) return [];
  return [
    {
      id: `${groupId}:${sideId}:${routerName}:${peerName}`,
      sideId,
      cloud: "gcp",
      actuator,
      prefix,
      target: { projectId, regionId, routerName, peerName, otherRouterName, otherPeerName },
      desired,
      summary: summaryOf({ routerName, peerName, otherPeerName }),
    },
  ];
}
