import type { Actuator, MoveRequest, RouteChange } from "@skylane/core";
import * as z from "zod";
import { cloudError } from "../../_shared/errors.ts";
import { isNotFound } from "./errors.ts";
import { type GoogleCompute, parseAnswer } from "./google-compute.ts";
import { markerOf, nameOf } from "./own-name.ts";
import { DrainedMed, planSessionChange, RegionSettings } from "./plan-session-change.ts";
import {
  conflict,
  PRIORITY_STEP,
  placeOf,
  routerSessions,
  type Session,
  SessionHandle,
  sessionIn,
} from "./router-sessions.ts";

const Settings = RegionSettings.extend({
  /** The MED that the prefixes are taken with from the session to leave. */
  drainedMed: DrainedMed,
});

const Policy = z.looseObject({
  name: z.string(),
  description: z.string().optional(),
  fingerprint: z.string().optional(),
  type: z.string().optional(),
  terms: z
    .array(
      z.looseObject({
        match: z.looseObject({ expression: z.string().default("") }).optional(),
        actions: z.array(z.looseObject({ expression: z.string().default("") })).default([]),
      }),
    )
    .default([]),
});
type Policy = z.infer<typeof Policy>;
const PolicyAnswer = z.looseObject({ resource: Policy });

/**
 * Takes traffic FROM Google off a BGP session: an import policy of ours takes these prefixes from it with a worse MED, which
 * in a network with LEGACY best path selection is their priority; the session's other routes, probes' addresses among them,
 * stay as they are. The policy says in its description whose it is; one that does not is never touched (clouds.md 5.4, G2).
 *
 * Policy first, then the reference to it in the session; back in reverse, for a policy in use cannot be deleted.
 */
export function importPolicy(google: GoogleCompute): Actuator {
  const sessions = routerSessions(google);
  const ourPolicy = async (change: RouteChange): Promise<Policy | undefined> => {
    const { router } = placeOf(change);
    const answer = await google.read("routers.getRoutePolicy", router, async ({ compute, at }) => {
      try {
        const { data } = await compute.routers.getRoutePolicy({ ...placeOf(change), policy: nameOf(change) }, at);
        return data;
      } catch (error) {
        // Where it is the router that is not there, the list of its sessions says so.
        if (isNotFound(error)) return undefined;
        throw error;
      }
    });
    if (answer === undefined) return undefined;
    const { resource } = parseAnswer(PolicyAnswer, answer, "routers.getRoutePolicy", router);
    if (resource.description === markerOf(change)) return resource;
    throw conflict(change, `policy ${resource.name} does not say that it is Skylane's and is left alone`);
  };
  const look = async (change: RouteChange) => {
    const policy = await ourPolicy(change);
    const seen = await sessions.list(change);
    const own = sessionIn(change, seen);
    return { policy, seen, own, isNamed: policiesOf(own).includes(nameOf(change)) };
  };
  const writePolicy = async (change: RouteChange, present: Policy | undefined): Promise<void> => {
    const place = placeOf(change);
    const requestBody = {
      name: nameOf(change),
      type: "ROUTE_POLICY_TYPE_IMPORT",
      description: markerOf(change),
      ...(present?.fingerprint !== undefined && { fingerprint: present.fingerprint }),
      terms: [{ priority: 1, match: { expression: matchOf(change) }, actions: [{ expression: actionOf(change) }] }],
    };
    await google.write("routers.updateRoutePolicy", place.router, place, async ({ compute, at }, requestId) => {
      const { data } = await compute.routers.updateRoutePolicy({ ...place, requestId, requestBody }, at);
      return data;
    });
  };
  const deletePolicy = async (change: RouteChange): Promise<void> => {
    const place = placeOf(change);
    await google.write("routers.deleteRoutePolicy", place.router, place, async ({ compute, at }, requestId) => {
      const { data } = await compute.routers.deleteRoutePolicy({ ...place, requestId, policy: nameOf(change) }, at);
      return data;
    });
  };
  const drain = async (change: RouteChange): Promise<boolean> => {
    const { policy, isNamed } = await look(change);
    if (isNamed && isAsWanted(change, policy)) return false;
    await refuseIfTooClose(change);
    if (!isAsWanted(change, policy)) await writePolicy(change, policy);
    if (isNamed) return true;
    // Read again, for the policy took its time and the list must be written right after it was read.
    const seen = await sessions.list(change);
    const own = sessionIn(change, seen);
    await sessions.edit(change, seen, { ...own, importPolicies: [...policiesOf(own), nameOf(change)] });
    return true;
  };
  const release = async (change: RouteChange): Promise<boolean> => {
    const { policy, seen, own, isNamed } = await look(change);
    if (!policy && !isNamed) return false;
    if (isNamed)
      await sessions.edit(change, seen, {
        ...own,
        importPolicies: policiesOf(own).filter((name) => name !== nameOf(change)),
      });
    if (policy) await deletePolicy(change);
    return true;
  };
  /** The routes among those that are heard which the change is about. */
  const heard = async (change: RouteChange) => {
    const prefixes = prefixesOf(change);
    return (await sessions.routes(change, "LEARNED")).filter(({ prefix }) => prefixes.includes(prefix));
  };
  const refuseIfTooClose = async (change: RouteChange): Promise<void> => {
    const { otherRouterName = "", otherPeerName = "" } = change.target;
    const other = { ...change, target: { ...change.target, routerName: otherRouterName, peerName: otherPeerName } };
    sessionIn(other, await sessions.list(other));
    for (const { prefix, med } of await heard(other))
      if (medOf(change) - med < PRIORITY_STEP)
        throw cloudError(
          "ERR_ACTUATOR_UNKNOWN",
          `${change.id}: MED ${medOf(change)} is not ${PRIORITY_STEP} above the ${med} with which ${otherPeerName} hears ${prefix}; raise drainedMed, or lower what that session hears`,
          { changeId: change.id },
        );
  };

  return {
    id: "gcp.import-policy",
    settings: Settings,
    handle: SessionHandle,
    plan: planImportPolicy,

    async snapshot(change) {
      const { policy, isNamed } = await look(change);
      return { changeId: change.id, state: { isDrained: String(isNamed && isAsWanted(change, policy)) } };
    },
    apply: async (change) => ((await drain(change)) ? "applied" : "already"),
    async isApplied(change) {
      const { policy, isNamed } = await look(change);
      if (!isNamed || !isAsWanted(change, policy)) return false;
      return (await heard(change)).every(({ med }) => med === medOf(change));
    },
    async restore(change, before) {
      const { policy } = await look(change);
      if (policy && !isAsWanted(change, policy))
        throw conflict(change, `policy ${policy.name} is not as Skylane wrote it`);
      const isDone = before.state?.isDrained === "true" ? await drain(change) : await release(change);
      return isDone ? "restored" : "already";
    },
    async isRestored(change, before) {
      const { policy, isNamed } = await look(change);
      return before.state?.isDrained === "true" ? isNamed && isAsWanted(change, policy) : !isNamed && !policy;
    },
  };
}

function planImportPolicy(request: MoveRequest): readonly RouteChange[] {
  const { drainedMed, ...region } = Settings.parse(request.settings);
  return planSessionChange(request, region, {
    actuator: "gcp.import-policy",
    desired: { med: drainedMed, prefixes: request.prefixes.join(",") },
    summaryOf: ({ routerName, peerName, otherPeerName }) =>
      `on ${routerName} (${region.regionId}) take ${request.prefixes.join(", ")} from ${peerName} with MED ${drainedMed}, so that they go over ${otherPeerName}`,
  });
}

const medOf = ({ desired }: RouteChange): number => Number(desired.med);
const prefixesOf = ({ desired }: RouteChange): readonly string[] => (desired.prefixes ?? "").split(",");
const policiesOf = ({ importPolicies }: Session): readonly string[] => importPolicies ?? [];
const matchOf = (change: RouteChange): string =>
  `destination.inAnyRange([${prefixesOf(change)
    .map((prefix) => `prefix('${prefix}').orLonger()`)
    .join(", ")}])`;
const actionOf = (change: RouteChange): string => `med.set(${medOf(change)})`;

function isAsWanted(change: RouteChange, policy: Policy | undefined): boolean {
  const [term, ...others] = policy?.terms ?? [];
  const [action, ...more] = term?.actions ?? [];
  return (
    others.length + more.length === 0 &&
    term?.match?.expression === matchOf(change) &&
    action?.expression === actionOf(change)
  );
}
