import * as z from "zod";
import type { EstateGateway, EstateNetwork } from "../../estate/estate.ts";
import type { World } from "../../world/world.ts";
import { type GcpProject, networkPath } from "./project.ts";

/** The path of an object, from its path, its self link or its partial URL. */
export const pathIn = (link: string): string => link.slice(Math.max(0, link.indexOf("projects/")));

export const Name = z.string().regex(/^[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/, "must be a name such as one-1");
export const description = z.string().max(2_048).default("");
const link = z.string().min(1).transform(pathIn);
const asn = z.int().min(1).max(4_294_967_294);

/** A Cloud Router as it is asked for. */
export const Router = z.strictObject({
  name: Name,
  description,
  network: link,
  bgp: z.strictObject({
    asn,
    advertiseMode: z.enum(["DEFAULT", "CUSTOM"]).default("DEFAULT"),
    advertisedIpRanges: z.array(z.looseObject({ range: z.cidrv4() })).default([]),
    keepaliveInterval: z.int().min(20).max(60).default(20),
  }),
});

/** An HA VPN gateway. */
export const VpnGateway = z.strictObject({
  name: Name,
  description,
  network: link,
  stackType: z.literal("IPV4_ONLY").default("IPV4_ONLY"),
});

/** The far side's device. */
export const ExternalGateway = z.strictObject({
  name: Name,
  description,
  redundancyType: z.enum(["SINGLE_IP_INTERNALLY_REDUNDANT", "TWO_IPS_REDUNDANCY", "FOUR_IPS_REDUNDANCY"]),
  interfaces: z.array(z.strictObject({ id: z.int().min(0).max(3), ipAddress: z.ipv4() })).min(1),
});

/** A tunnel of an HA VPN. */
export const VpnTunnel = z.strictObject({
  name: Name,
  description,
  vpnGateway: link,
  vpnGatewayInterface: z.int().min(0).max(1),
  peerExternalGateway: link,
  peerExternalGatewayInterface: z.int().min(0).max(3).default(0),
  router: link,
  ikeVersion: z.int().min(1).max(2).default(2),
  sharedSecret: z.string().min(1),
});

/** What a router's lists hold besides what the estate has in them. */
export const RouterInterface = z.looseObject({ name: Name, ipRange: z.cidrv4(), linkedVpnTunnel: link });
export const RouterPeer = z.looseObject({
  name: Name,
  interfaceName: Name,
  ipAddress: z.ipv4().optional(),
  peerIpAddress: z.ipv4(),
  peerAsn: asn,
  advertisedRoutePriority: z.int().min(0).max(65_535).optional(),
  advertiseMode: z.enum(["DEFAULT", "CUSTOM"]).default("DEFAULT"),
  advertisedIpRanges: z.array(z.looseObject({ range: z.cidrv4() })).default([]),
  enable: z.enum(["TRUE", "FALSE"]).default("TRUE"),
});
export const RouterSessions = z.strictObject({
  interfaces: z.array(RouterInterface),
  bgpPeers: z.array(RouterPeer),
});
export type RouterSessions = z.infer<typeof RouterSessions>;

/** As they are kept: a gateway with its addresses, a tunnel without its secret, half a peering. */
const KEPT = {
  router: Router,
  "vpn-gateway": VpnGateway.extend({ ipAddresses: z.tuple([z.ipv4(), z.ipv4()]) }),
  "external-gateway": ExternalGateway,
  "vpn-tunnel": VpnTunnel.omit({ sharedSecret: true }),
  "router-sessions": RouterSessions,
  "dns-zone": z.strictObject({ description }),
  "peering-half": z.strictObject({ name: Name, networkId: z.string(), peerNetworkId: z.string() }),
} as const;
type Kind = keyof typeof KEPT;
type Kept<K extends Kind> = z.infer<(typeof KEPT)[K]>;

/** An object that was made by the API, and its path. */
export interface Made<K extends Kind> {
  readonly path: string;
  readonly data: Kept<K>;
}

const keyOf = (kind: Kind, path: string): string => `gcp:${kind}|${path}`;

export function putMade<K extends Kind>({ built }: World, kind: K, path: string, data: Kept<K>): void {
  built.objects.put(keyOf(kind, path), { kind: `gcp:${kind}`, id: path, data });
}
export function removeMade({ built }: World, kind: Kind, path: string): void {
  built.objects.remove(keyOf(kind, path));
}
export const madeAt = <K extends Kind>({ built }: World, kind: K, path: string): Kept<K> | undefined =>
  built.objects.get(keyOf(kind, path))?.data as Kept<K> | undefined;

/** What was made of one kind in a project. */
export const madeIn = <K extends Kind>(world: World, kind: K, projectId: string): readonly Made<K>[] =>
  world.built.objects
    .values()
    .flatMap(({ kind: found, id, data }) =>
      found === `gcp:${kind}` && id.startsWith(`projects/${projectId}/`) ? [{ path: id, data: data as Kept<K> }] : [],
    );

/** Sessions that were added to a router of that path. */
export const sessionsAt = (world: World, path: string): RouterSessions =>
  madeAt(world, "router-sessions", path) ?? { interfaces: [], bgpPeers: [] };

/** Id of the gateway that a Cloud Router made by the API is. */
export const gatewayIdOf = (routerPath: string): string =>
  routerPath.replace(/^projects\/(.+)\/regions\/(.+)\/routers\/(.+)$/, "gcp.$1.$2.$3").replaceAll(/[^a-z0-9.-]/g, "-");

/** The network of that path in a project. */
export const networkAt = ({ networks }: GcpProject, path: string): EstateNetwork | undefined =>
  networks.find((network) => networkPath(network) === pathIn(path));

/** The Cloud Router of that path in a project, of the estate or made. */
export const routerAt = ({ gateways, id }: GcpProject, path: string): EstateGateway | undefined =>
  gateways.find(
    ({ regionId, providerId }) => `projects/${id}/regions/${regionId}/routers/${providerId}` === pathIn(path),
  );
