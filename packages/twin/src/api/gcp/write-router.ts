import { isDeepStrictEqual } from "node:util";
import * as z from "zod";
import type { EstateGateway } from "../../estate/estate.ts";
import { BASE_PRIORITY } from "../../world/cloud-router.ts";
import type { CloudRouterPeer } from "../../world/routing-state.ts";
import type { World } from "../../world/world.ts";
import type { RestAnswer } from "../rest-api.ts";
import { invalid } from "./google-error.ts";
import { beginOperation } from "./operations.ts";
import { type GcpLink, type GcpProject, routerPath } from "./project.ts";
import { peerName, routerOf, sessionsOf } from "./routers.ts";

const Peer = z.looseObject({
  name: z.string(),
  interfaceName: z.string(),
  peerIpAddress: z.ipv4(),
  peerAsn: z.int().positive(),
  advertisedRoutePriority: z.int().min(0).max(65_535).default(BASE_PRIORITY),
  enable: z.enum(["TRUE", "FALSE"]).default("TRUE"),
  importPolicies: z.array(z.string()).default([]),
});
/** What of a router can be changed here: its sessions. */
const Patch = z.strictObject({ bgpPeers: z.array(Peer) });

/**
 * `routers.patch`: the list of sessions takes the place of the one that was there, as a whole; a session that is not in it
 * is gone. Nothing guards against two writers, for a router has no fingerprint.
 */
export function patchRouter(
  world: World,
  project: GcpProject,
  gateway: EstateGateway,
  body: unknown,
  { requestId, extraMs }: { readonly requestId: string | null; readonly extraMs: number },
): RestAnswer {
  const parsed = Patch.safeParse(body);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return invalid(`Invalid value for field 'resource.${issue?.path.join(".")}': ${issue?.message}.`);
  }
  const links = new Map(sessionsOf(project, gateway).map((link) => [peerName(link), link]));
  const peers = new Map<string, CloudRouterPeer>();
  for (const [i, peer] of parsed.data.bgpPeers.entries()) {
    const link = links.get(peer.name);
    if (!link || !isSameSession(link, peer))
      return invalid(
        `Invalid value for field 'resource.bgpPeers[${i}]': '${peer.name}'. A session keeps its name, interface and peer.`,
      );
    if (peers.has(link.connection.id))
      return invalid(`Invalid value for field 'resource.bgpPeers[${i}].name': '${peer.name}'. It is there twice.`);
    const unknown = peer.importPolicies.find((name) => !world.routing.routePolicies.get(gateway.id)?.has(name));
    if (unknown !== undefined)
      return invalid(
        `Invalid value for field 'resource.bgpPeers[${i}].importPolicies': there is no policy '${unknown}'.`,
      );
    peers.set(link.connection.id, {
      importPolicies: peer.importPolicies,
      priority: peer.advertisedRoutePriority,
      isEnabled: peer.enable === "TRUE",
      asWritten: (body as { bgpPeers: Record<string, unknown>[] }).bgpPeers[i] ?? {},
    });
  }
  return beginOperation(world, {
    scope: `projects/${project.id}/regions/${gateway.regionId}`,
    type: "patch",
    targetPath: routerPath(gateway),
    requestId,
    extraMs,
    run() {
      world.routing.cloudRouters.delete(gateway.id);
      // A list that says what the estate says is none: the router announces again what it announced at first.
      const { bgpPeers: first } = routerOf(world, project, gateway);
      const isAsAtFirst = [...links.values()].every((link, i) => {
        const { importPolicies, ...asWritten } = peers.get(link.connection.id)?.asWritten ?? {};
        const isPlain = importPolicies === undefined || (importPolicies as unknown[]).length === 0;
        return isPlain && isDeepStrictEqual(asWritten, JSON.parse(JSON.stringify(first[i])));
      });
      if (!isAsAtFirst) world.routing.cloudRouters.set(gateway.id, peers);
    },
  });
}

const isSameSession = (link: GcpLink, { interfaceName, peerIpAddress }: z.infer<typeof Peer>): boolean =>
  interfaceName === `if-${link.name}` && peerIpAddress === link.other.peerIp;
