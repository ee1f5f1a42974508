import type { Actuator, MoveRequest, PreImage, RouteChange } from "@skylane/core";
import * as z from "zod";
import { refuseOneWay } from "../../_shared/refuse-one-way.ts";
import { pathOf } from "../discover/self-link.ts";
import { type GoogleCompute, parseAnswer } from "./google-compute.ts";
import { markerOf, nameOf } from "./own-name.ts";
import { conflict, GoogleName } from "./router-sessions.ts";

/** The next hop of a path that is heard by BGP: it needs no route of ours, only that there is none. */
const BY_BGP = "bgp";
/** Which field of a route names a next hop of that kind. */
const FIELDS: Readonly<Record<string, string>> = {
  vpnTunnels: "nextHopVpnTunnel",
  forwardingRules: "nextHopIlb",
  instances: "nextHopInstance",
};
/** The lowest number there is: before a route heard with any MED. */
const OVERRIDE_PRIORITY = "0";

const Settings = z.strictObject({
  projectId: z.string().min(1),
  networkName: GoogleName,
  /** Number of the override: the lower wins, so it must be below the MED of what is heard and below other static routes. */
  priority: z
    .string()
    .regex(/^(0|[1-9][0-9]{0,3})$/, "must be a number from 0 to 9999")
    .default(OVERRIDE_PRIORITY),
});
const Handle = z.strictObject({
  /** A tunnel of a Classic VPN, an internal load balancer's rule or a machine; `bgp` where the path is heard by a Cloud Router. */
  nextHop: z.union([
    z.literal(BY_BGP),
    z
      .string()
      .regex(
        /^projects\/[^/]+\/(regions\/[^/]+\/(vpnTunnels|forwardingRules)|zones\/[^/]+\/instances)\/[^/]+$/,
        "must be bgp, or projects/…/regions/…/vpnTunnels/…, …/forwardingRules/… or projects/…/zones/…/instances/…",
      ),
  ]),
});

const Route = z.looseObject({
  name: z.string(),
  network: z.string().default(""),
  destRange: z.string().default(""),
  priority: z.number().default(1_000),
  description: z.string().default(""),
  routeStatus: z.string().optional(),
  routeType: z.string().optional(),
  tags: z.array(z.string()).default([]),
  nextHopVpnTunnel: z.string().optional(),
  nextHopIlb: z.string().optional(),
  nextHopInstance: z.string().optional(),
});
type Route = z.infer<typeof Route>;
const Routes = z.looseObject({ items: z.array(Route).default([]) });

/** What one of our routes says: where to, and how strongly. */
interface Override {
  readonly nextHop: string;
  readonly priority: string;
}

/**
 * Sends a prefix FROM a VPC network to another next hop by a static route with a lower priority number than all else. A
 * route cannot be patched: another next hop is a delete and an insert. Ours has a name made from the change and says so in
 * its description; what does not say so is never deleted. HA VPN takes no static routes (clouds.md 5.4, G5).
 * @see https://cloud.google.com/vpc/docs/routes (read 2026-11)
 */
export function routePriority(google: GoogleCompute): Actuator {
  /** Routes of the change's network to the change's prefix. */
  const routesTo = async ({ prefix, target }: RouteChange): Promise<readonly Route[]> => {
    const { projectId: project = "", networkName = "" } = target;
    const answer = await google.read("routes.list", networkName, async ({ compute, at }) => {
      const { data } = await compute.routes.list({ project, filter: `destRange = "${prefix}"`, maxResults: 500 }, at);
      return data;
    });
    return parseAnswer(Routes, answer, "routes.list", networkName).items.filter(
      ({ network, destRange }) => destRange === prefix && pathOf(network) === networkPath(target),
    );
  };
  const ourRoute = async (change: RouteChange): Promise<Override | undefined> => ours(change, await routesTo(change));
  const insert = async (change: RouteChange, { nextHop, priority }: Override): Promise<void> => {
    const { projectId: project = "" } = change.target;
    const requestBody = {
      name: nameOf(change),
      network: networkPath(change.target),
      destRange: change.prefix,
      priority: Number(priority),
      description: markerOf(change),
      [FIELDS[nextHop.split("/").at(-2) ?? ""] ?? ""]: nextHop,
    };
    await google.write("routes.insert", nameOf(change), { project }, async ({ compute, at }, requestId) => {
      const { data } = await compute.routes.insert({ project, requestId, requestBody }, at);
      return data;
    });
  };
  const remove = async (change: RouteChange): Promise<void> => {
    const { projectId: project = "" } = change.target;
    await google.write("routes.delete", nameOf(change), { project }, async ({ compute, at }, requestId) => {
      const { data } = await compute.routes.delete({ project, requestId, route: nameOf(change) }, at);
      return data;
    });
  };
  /** Makes ours what is wanted, from what it is now. */
  const put = async (change: RouteChange, present: Override | undefined, wanted: Override | undefined) => {
    if (present) await remove(change);
    if (wanted) await insert(change, wanted);
  };

  return {
    id: "gcp.route-priority",
    settings: Settings,
    handle: Handle,
    plan: planRoutes,

    async snapshot(change) {
      const present = await ourRoute(change);
      return { changeId: change.id, state: present ? { ...present } : null };
    },
    async apply(change) {
      const present = await ourRoute(change);
      if (isEqual(present, desiredOf(change))) return "already";
      await put(change, present, desiredOf(change));
      return "applied";
    },
    async isApplied(change) {
      const routes = await routesTo(change);
      return isEqual(ours(change, routes), desiredOf(change)) && isInForce(change, routes);
    },
    async restore(change, before) {
      const present = await ourRoute(change);
      const wanted = overrideBefore(before);
      if (isEqual(present, wanted)) return "already";
      // Neither what the move left nor what was before: somebody changed it meanwhile, and we do not fight.
      if (present && !isEqual(present, desiredOf(change)))
        throw conflict(change, `${nameOf(change)} now goes to ${present.nextHop}, which Skylane did not set`);
      await put(change, present, wanted);
      return "restored";
    },
    isRestored: async (change, before) => isEqual(await ourRoute(change), overrideBefore(before)),
  };
}

/** One change per prefix: over the path to take, or without an override where that path is heard by BGP. */
function planRoutes(request: MoveRequest): readonly RouteChange[] {
  refuseOneWay(request);
  const { groupId, sideId, prefixes, settings, to } = request;
  const { projectId, networkName, priority } = Settings.parse(settings);
  const { nextHop } = Handle.parse(to);
  return prefixes.map((prefix) => ({
    id: `${groupId}:${sideId}:${prefix}`,
    sideId,
    cloud: "gcp",
    actuator: "gcp.route-priority",
    prefix,
    target: { projectId, networkName },
    desired: nextHop === BY_BGP ? { nextHop } : { nextHop, priority },
    summary:
      nextHop === BY_BGP
        ? `in ${networkName} leave ${prefix} to BGP: no static route of Skylane's`
        : `in ${networkName} send ${prefix} to ${nextHop} by a static route of priority ${priority}`,
  }));
}

const networkPath = ({ projectId = "", networkName = "" }: RouteChange["target"]): string =>
  `projects/${projectId}/global/networks/${networkName}`;

function desiredOf({ desired: { nextHop = BY_BGP, priority = OVERRIDE_PRIORITY } }: RouteChange): Override | undefined {
  return nextHop === BY_BGP ? undefined : { nextHop, priority };
}

function overrideBefore({ state }: PreImage): Override | undefined {
  return state?.nextHop === undefined
    ? undefined
    : { nextHop: state.nextHop, priority: state.priority ?? OVERRIDE_PRIORITY };
}

const isEqual = (one: Override | undefined, other: Override | undefined): boolean =>
  one?.nextHop === other?.nextHop && one?.priority === other?.priority;

/** Our route among these. @throws ERR_CLOUD_CONFLICT where its name is taken by a route that is not ours */
function ours(change: RouteChange, routes: readonly Route[]): Override | undefined {
  const found = routes.find((route) => route.name === nameOf(change));
  if (!found) return undefined;
  if (found.description !== markerOf(change))
    throw conflict(change, `${found.name} does not say that it is Skylane's and is left alone`);
  return {
    nextHop: pathOf(found.nextHopVpnTunnel ?? found.nextHopIlb ?? found.nextHopInstance ?? ""),
    priority: String(found.priority),
  };
}

/** True if ours is in force: active, and no static route of the same prefix stands before it or beside it. */
function isInForce(change: RouteChange, routes: readonly Route[]): boolean {
  const own = routes.find((route) => route.name === nameOf(change));
  if (!own) return true;
  const isOutranked = routes.some(
    (route) =>
      route !== own && route.routeType !== "SUBNET" && route.tags.length === 0 && route.priority <= own.priority,
  );
  return (own.routeStatus ?? "ACTIVE") === "ACTIVE" && !isOutranked;
}
