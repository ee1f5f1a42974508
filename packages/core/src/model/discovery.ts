import * as z from "zod";
import { ConnectionKind } from "./connection.ts";
import { CloudId } from "./network.ts";
import { SeenService } from "./service.ts";

/**
 * What one cloud's APIs show, before the ends of a link are joined. Keys are `<cloud>/<native id>`, in lower case where the
 * cloud ignores case; they name things within one discovery and over time. Names and tags are text from outside.
 */
const key = z.string().min(3).max(600);
const text = z.string().max(256);
const tags = z.record(text, text).default({});

const common = {
  key,
  cloud: CloudId,
  /** Account, subscription, project, tenancy or router. */
  accountId: z.string(),
  /** Empty for what is global. */
  regionId: z.string(),
  /** The id the cloud gave it. */
  nativeId: z.string().min(1),
  name: text.optional(),
  tags,
};

/** A VPC, VNet, VPC network, VCN or data centre LAN. */
export const SeenNetwork = z.strictObject({
  ...common,
  cidrs: z.array(z.string()),
  subnetCount: z.int().nonnegative(),
  /** Its parts; absent where they are not read. */
  subnets: z
    .array(
      z.strictObject({
        nativeId: z.string().min(1),
        name: text.optional(),
        cidr: z.string(),
        /** Table that decides for it; absent = the network's main one. */
        routeTableId: z.string().optional(),
        /** True where that table takes no routes from gateways. */
        isPropagationOff: z.literal(true).optional(),
        /** Availability zone, where it is in one. */
        zone: z.string().optional(),
      }),
    )
    .optional(),
  /** Interfaces in it that are of none of the services that were read: endpoints, load balancers, containers. */
  endpointCount: z.int().nonnegative(),
  /** True where only the inventory tells of it: its place could not be looked at. */
  isDeclaredOnly: z.literal(true).optional(),
});
export type SeenNetwork = z.infer<typeof SeenNetwork>;

/** What stands between networks and links. */
export const SeenGateway = z.strictObject({
  ...common,
  kind: z.enum([
    "transit-gateway",
    "vpn-gateway",
    "express-route-gateway",
    "direct-connect-gateway",
    "virtual-hub",
    "cloud-router",
    "drg",
    "core-network",
    "router",
    "internet-gateway",
    "nat-gateway",
  ]),
  asn: z.int().positive().optional(),
  publicIps: z.array(z.string()),
  /** Keys of the networks attached to it. */
  networkKeys: z.array(key),
  /** What is needed to build upon it, by its own cloud's names: default route table, size, addresses of its BGP speakers. */
  handles: z.record(z.string(), z.string()).optional(),
});
export type SeenGateway = z.infer<typeof SeenGateway>;

const TunnelFacts = z.strictObject({
  localPublicIp: z.string().optional(),
  peerPublicIp: z.string().optional(),
  /** Addresses inside the tunnel or on the circuit. */
  localInsideIp: z.string().optional(),
  peerInsideIp: z.string().optional(),
});

/** What is known at one end that the other end knows too: two sightings with the same facts are one link (clouds.md §1.2). */
export const JoinFacts = z.strictObject({
  /** An id both ends show: of a peering, a circuit, or the salted hash of a pairing or service key. */
  sharedId: z.string().optional(),
  ...TunnelFacts.shape,
  /** The same facts of its further tunnels: where one end has one object with two tunnels, the other may have one for each. */
  others: z.array(TunnelFacts).optional(),
  localAsn: z.int().optional(),
  peerAsn: z.int().optional(),
  vlan: z.int().optional(),
});
export type JoinFacts = z.infer<typeof JoinFacts>;

/** One end's view of a link: a VPN connection, an interface of a router, half of a peering. Secrets are never in it. */
export const LinkSighting = z.strictObject({
  ...common,
  /** Absent where this end cannot tell, as a router often cannot. */
  kind: ConnectionKind.optional(),
  /** Other ids it goes by: names, circuit ids, attachment ids. The inventory is matched by these and `nativeId`. */
  aliases: z.array(z.string()),
  /** Key of the gateway or network it ends at on this side. */
  at: key,
  /** Key of what it ends at on the other side, where this side is told. */
  peer: key.optional(),
  join: JoinFacts,
  /** Life of the resource. */
  provisioning: z.enum(["ready", "pending", "failed", "unknown"]),
  /** IKE, BGP: does this end believe the link is up. `partial` = some of its tunnels or sessions. */
  control: z.enum(["up", "down", "partial", "unknown"]),
  bandwidthMbps: z.number().positive().optional(),
  tunnelCount: z.int().nonnegative().optional(),
  tunnelUpCount: z.int().nonnegative().optional(),
  isEncrypted: z.boolean().optional(),
  isPublic: z.boolean().optional(),
  isBfdOn: z.boolean().optional(),
  /** Prefixes this end hears from the other, and tells it; absent where it cannot be read. */
  receivedPrefixes: z.array(z.string()).optional(),
  announcedPrefixes: z.array(z.string()).optional(),
  /** Routes heard, where only their number can be read. */
  receivedRouteCount: z.int().nonnegative().optional(),
  /** Bytes in both directions over the last 30 days. */
  bytes30d: z.number().nonnegative().optional(),
  createdAtMs: z.number().optional(),
  lastChangedAtMs: z.number().optional(),
  carrier: text.optional(),
  location: text.optional(),
  /** List price of a month of this end, USD, with its source; absent = unknown, never 0. */
  listPrice: z
    .strictObject({ monthlyUsd: z.number().nonnegative(), source: z.string(), asOf: z.iso.date() })
    .optional(),
});
export type LinkSighting = z.infer<typeof LinkSighting>;

/** A route as a table holds it. */
export const SeenRoute = z.strictObject({
  cloud: CloudId,
  /** Key of the network or gateway whose table it stands in. */
  owner: key,
  tableId: z.string(),
  prefix: z.string(),
  next: z.strictObject({
    kind: z.enum(["local", "link", "gateway", "network", "internet", "interface", "none"]),
    /** Key of the link, gateway or network. */
    key: key.optional(),
  }),
  origin: z.enum(["static", "propagated", "system"]),
  isActive: z.boolean(),
});
export type SeenRoute = z.infer<typeof SeenRoute>;

/** Something that could not be seen, why, and what to do. */
export const DiscoveryGap = z.strictObject({
  cloud: CloudId,
  accountId: z.string().optional(),
  regionId: z.string().optional(),
  /** What was asked, e.g. `ec2:DescribeVpnConnections`. */
  operation: z.string(),
  reason: z.enum(["credentials", "denied", "throttled", "timeout", "not-enabled", "unavailable", "not-understood"]),
  /** Permission that is missing, if it is one. */
  permission: z.string().optional(),
  message: z.string(),
  todo: z.string(),
});
export type DiscoveryGap = z.infer<typeof DiscoveryGap>;

/** All that one cloud showed. */
export const CloudDiscovery = z.strictObject({
  cloud: CloudId,
  startedAtMs: z.number(),
  finishedAtMs: z.number(),
  callCount: z.int().nonnegative(),
  networks: z.array(SeenNetwork),
  gateways: z.array(SeenGateway),
  links: z.array(LinkSighting),
  routes: z.array(SeenRoute),
  /** What can be connected; absent where a cloud is not asked for it. */
  services: z.array(SeenService).optional(),
  gaps: z.array(DiscoveryGap),
});
export type CloudDiscovery = z.infer<typeof CloudDiscovery>;
