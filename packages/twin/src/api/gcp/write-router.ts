import { isDeepStrictEqual } from "node:util";
import * as z from "zod";
import type { EstateGateway } from "../../estate/estate.ts";
import { BASE_PRIORITY } from "../../world/cloud-router.ts";
import { canonical, contains } from "../../world/prefix.ts";
import type { CloudRouterPeer } from "../../world/routing-state.ts";
import type { World } from "../../world/world.ts";
import type { RestAnswer } from "../rest-api.ts";
import { understood } from "./buildable.ts";
import { madeAt, putMade, RouterSessions, removeMade, sessionsAt } from "./built-objects.ts";
import { invalid } from "./google-error.ts";
import { beginOperation } from "./operations.ts";
import { type GcpLink, type GcpProject, routerPath } from "./project.ts";
import { firstEntries, peerName, sessionsOf } from "./routers.ts";
import { tellEnds } from "./tunnel-ends.ts";

const Peer = z.looseObject({
  name: z.string(),
  interfaceName: z.string(),
  peerIpAddress: z.ipv4(),
  peerAsn: z.int().positive(),
  advertisedRoutePriority: z.int().min(0).max(65_535).default(BASE_PRIORITY),
  enable: z.enum(["TRUE", "FALSE"]).default("TRUE"),
  importPolicies: z.array(z.string()).default([]),
});
/** What of a router can be changed here: its sessions, and the interfaces that were added. */
const Patch = z.strictObject({
  bgpPeers: z.array(z.looseObject({ name: z.string() })).optional(),
  interfaces: z.array(z.looseObject({ name: z.string() })).optional(),
});

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
  const read = understood(Patch, body);
  if (!("value" in read)) return read;
  const path = routerPath(gateway);
  const links = new Map(sessionsOf(project, gateway).map((link) => [peerName(link), link]));
  const added = addedSessions(world, project, gateway, links, read.value);
  if ("statusCode" in added) return added;
  const first = read.value.bgpPeers && firstPeers(world, gateway, links, read.value.bgpPeers);
  if (first && "statusCode" in first) return first;
  return beginOperation(world, {
    scope: `projects/${project.id}/regions/${gateway.regionId}`,
    type: "patch",
    targetPath: path,
    requestId,
    extraMs,
    run() {
      if (first) putFirst(world, project, gateway, links, first);
      if (added.interfaces.length + added.bgpPeers.length > 0) putMade(world, "router-sessions", path, added);
      else removeMade(world, "router-sessions", path);
      tellEnds(world, project, path);
      return undefined;
    },
  });
}

type Links = ReadonlyMap<string, GcpLink>;
type Listed = readonly { readonly name: string }[];

/** The sessions that the estate began with, as they shall be now: by connection. */
function firstPeers(
  world: World,
  gateway: EstateGateway,
  links: Links,
  bgpPeers: Listed,
): Map<string, CloudRouterPeer> | RestAnswer {
  const peers = new Map<string, CloudRouterPeer>();
  for (const [i, written] of bgpPeers.entries()) {
    const link = links.get(written.name);
    if (!link) continue;
    const read = understood(Peer, written);
    if (!("value" in read)) return read;
    const peer = read.value;
    if (!isSameSession(link, peer))
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
      asWritten: { ...written },
    });
  }
  return peers;
}

function putFirst(
  world: World,
  project: GcpProject,
  gateway: EstateGateway,
  links: Links,
  peers: Map<string, CloudRouterPeer>,
): void {
  world.routing.cloudRouters.delete(gateway.id);
  // A list that says what the estate says is none: the router announces again what it announced at first.
  const { bgpPeers: first } = firstEntries(world, project, gateway);
  const isAsAtFirst = [...links.values()].every((link, i) => {
    const { importPolicies, ...asWritten } = peers.get(link.connection.id)?.asWritten ?? {};
    const isPlain = importPolicies === undefined || (importPolicies as unknown[]).length === 0;
    return isPlain && isDeepStrictEqual(asWritten, JSON.parse(JSON.stringify(first[i])));
  });
  if (!isAsAtFirst) world.routing.cloudRouters.set(gateway.id, peers);
}

/** What the lists hold besides the estate's own; a list that is not written stays as it is. */
function addedSessions(
  world: World,
  project: GcpProject,
  gateway: EstateGateway,
  links: Links,
  { interfaces, bgpPeers }: z.infer<typeof Patch>,
): RouterSessions | RestAnswer {
  const now = sessionsAt(world, routerPath(gateway));
  const firstInterfaces = new Set(firstEntries(world, project, gateway).interfaces.map(({ name }) => name));
  const kept = interfaces?.filter(({ name }) => firstInterfaces.has(name)) ?? [];
  if (interfaces && kept.length < firstInterfaces.size)
    return invalid("Invalid value for field 'resource.interfaces': an interface that has a session is left out.");
  const read = understood(RouterSessions, {
    interfaces: interfaces?.filter(({ name }) => !firstInterfaces.has(name)) ?? now.interfaces,
    bgpPeers: bgpPeers?.filter(({ name }) => !links.has(name)) ?? now.bgpPeers,
  });
  if (!("value" in read)) return read;
  const wrong = faultOf(world, gateway, read.value);
  return wrong === undefined ? read.value : invalid(wrong);
}

/** What is wrong with the sessions that are to be added; `undefined` = nothing. */
function faultOf(world: World, gateway: EstateGateway, { interfaces, bgpPeers }: RouterSessions): string | undefined {
  for (const [i, { linkedVpnTunnel, ipRange, name }] of interfaces.entries()) {
    const where = `Invalid value for field 'resource.interfaces[${i}]`;
    if (madeAt(world, "vpn-tunnel", linkedVpnTunnel)?.router !== routerPath(gateway))
      return `${where}.linkedVpnTunnel': '${linkedVpnTunnel}' is no tunnel of this router.`;
    const others = interfaces.slice(0, i);
    if (others.some((other) => other.name === name || other.linkedVpnTunnel === linkedVpnTunnel))
      return `${where}.name': '${name}', or its tunnel, is there twice.`;
    if (others.some((other) => canonical(other.ipRange) === canonical(ipRange)))
      return `${where}.ipRange': '${ipRange}' overlaps with another interface.`;
    if (!canonical(ipRange).startsWith("169.254.")) return `${where}.ipRange': '${ipRange}' is not link-local.`;
  }
  for (const [i, { name, interfaceName, ipAddress, peerIpAddress }] of bgpPeers.entries()) {
    const where = `Invalid value for field 'resource.bgpPeers[${i}]`;
    const port = interfaces.find((one) => one.name === interfaceName);
    if (!port) return `${where}.interfaceName': there is no interface '${interfaceName}'.`;
    if (bgpPeers.slice(0, i).some((other) => other.name === name)) return `${where}.name': '${name}' is there twice.`;
    const isInside = [ipAddress ?? peerIpAddress, peerIpAddress].every((ip) => contains(canonical(port.ipRange), ip));
    if (!isInside || ipAddress === peerIpAddress)
      return `${where}.peerIpAddress': '${peerIpAddress}' is not the other end of '${port.ipRange}'.`;
  }
  return undefined;
}

const isSameSession = (link: GcpLink, { interfaceName, peerIpAddress }: z.infer<typeof Peer>): boolean =>
  interfaceName === `if-${link.name}` && peerIpAddress === link.other.peerIp;
