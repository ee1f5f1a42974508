import { isDeepStrictEqual } from "node:util";
import type { RouteChange } from "@skylane/core";
import * as z from "zod";
import { cloudError } from "../../_shared/errors.ts";
import { type GoogleCompute, parseAnswer } from "./google-compute.ts";

/** Google's own, where a session has none set. */
export const DEFAULT_PRIORITY = 100;
/** Google adds 201 to 9,999 for another Region: what is less than that apart may be turned round. */
export const PRIORITY_STEP = 10_000;
export const HIGHEST_PRIORITY = 65_535;

/** Name of an object of Compute Engine. */
export const GoogleName = z.string().regex(/^[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/, "must be a name such as router-1");
export const SessionHandle = z.strictObject({
  /** The Cloud Router that the path's BGP session is on. */
  routerName: GoogleName,
  /** The session's name on that router. */
  peerName: GoogleName,
});

const Session = z.looseObject({
  name: z.string(),
  advertisedRoutePriority: z.int().min(0).nullish(),
  importPolicies: z.array(z.string()).nullish(),
});
/** A BGP session with all its settings, those that are not looked at too: they are written back as they are. */
export type Session = z.infer<typeof Session>;
const Router = z.looseObject({ bgpPeers: z.array(Session).default([]) });
const Routes = z.looseObject({
  result: z
    .array(
      z.looseObject({
        destination: z.looseObject({ prefix: z.string().default("") }).optional(),
        med: z.union([z.number(), z.string()]).nullish(),
      }),
    )
    .default([]),
});

/** A route that a session announces or hears. */
export interface SessionRoute {
  readonly prefix: string;
  readonly med: number;
}

/** The sessions of a Cloud Router: one list, replaced as a whole and without a fingerprint. */
export interface RouterSessions {
  /** The sessions of the change's router, or of another in its Region. */
  list(change: RouteChange, routerName?: string): Promise<readonly Session[]>;
  /**
   * Writes the list back with the change's own session edited; `seen` must have been read right before.
   * @throws ERR_CLOUD_CONFLICT where the list then is not as it was written: somebody else wrote meanwhile
   */
  edit(change: RouteChange, seen: readonly Session[], edited: Session): Promise<void>;
  /** What the change's session announces, or hears after its import policies; nothing where it is down. */
  routes(change: RouteChange, routeType: "ADVERTISED" | "LEARNED"): Promise<readonly SessionRoute[]>;
}

/** Router and Region of a change, as each call names them. */
export const placeOf = ({ target: { projectId = "", regionId = "", routerName = "" } }: RouteChange) => ({
  project: projectId,
  region: regionId,
  router: routerName,
});

export function routerSessions(google: GoogleCompute): RouterSessions {
  const list = async (change: RouteChange, router = placeOf(change).router): Promise<readonly Session[]> => {
    const answer = await google.read("routers.get", router, async ({ compute, at }) => {
      const { data } = await compute.routers.get({ ...placeOf(change), router }, at);
      return data;
    });
    return parseAnswer(Router, answer, "routers.get", router).bgpPeers;
  };
  return {
    list,
    async edit(change, seen, edited) {
      const place = placeOf(change);
      const bgpPeers = seen.map((session) => (session.name === edited.name ? edited : session));
      await google.write(
        "routers.patch",
        place.router,
        place,
        async ({ compute, at }, requestId) => {
          const requestBody = { bgpPeers } as Record<string, unknown>;
          const { data } = await compute.routers.patch({ ...place, requestId, requestBody }, at);
          return data;
        },
        "what was read",
      );
      if (isSame(bgpPeers, await list(change))) return;
      throw conflict(change, `sessions of ${place.router} are not as they were written: somebody else writes to it`);
    },
    async routes(change, routeType) {
      const place = placeOf(change);
      const answer = await google.read("routers.listBgpRoutes", place.router, async ({ compute, at }) => {
        const query = { ...place, peer: change.target.peerName ?? "", routeType, addressFamily: "IPV4" };
        const { data } = await compute.routers.listBgpRoutes({ ...query, policyApplied: true }, at);
        return data;
      });
      return parseAnswer(Routes, answer, "routers.listBgpRoutes", place.router).result.map(({ destination, med }) => ({
        prefix: destination?.prefix ?? "",
        med: Number(med ?? 0),
      }));
    },
  };
}

/** The change's own session, or another one. @throws ERR_CLOUD_NOT_FOUND with the sessions there are */
export function sessionIn(
  { target }: RouteChange,
  sessions: readonly Session[],
  peerName = target.peerName ?? "",
  routerName = target.routerName ?? "",
): Session {
  const found = sessions.find(({ name }) => name === peerName);
  if (found) return found;
  throw cloudError(
    "ERR_CLOUD_NOT_FOUND",
    `${routerName} has no session ${peerName}; it has ${sessions.map(({ name }) => name).join(", ") || "none"}. Check peerName in skylane.yaml`,
    { cloud: "gcp", routerName, peerName },
  );
}

export const priorityOf = ({ advertisedRoutePriority }: Session): number => advertisedRoutePriority ?? DEFAULT_PRIORITY;

/** The same sessions with the same settings, in whatever order; what is not set is Google's default. */
function isSame(written: readonly Session[], after: readonly Session[]): boolean {
  const byName = (sessions: readonly Session[]) =>
    new Map(
      sessions.map(({ importPolicies, ...session }) => [
        session.name,
        { ...session, advertisedRoutePriority: priorityOf(session), importPolicies: importPolicies ?? [] },
      ]),
    );
  return written.length === after.length && isDeepStrictEqual(byName(written), byName(after));
}

/** Somebody else changed what Skylane set, and we do not fight. */
export const conflict = (change: RouteChange, what: string) =>
  cloudError("ERR_CLOUD_CONFLICT", `${change.id}: ${what}; look at it by hand`, { changeId: change.id });
