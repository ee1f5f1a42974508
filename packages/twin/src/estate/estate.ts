import * as z from "zod";
import { EstateApplication } from "./application.ts";
import { checkEstate } from "./check-estate.ts";
import { cidr, cloud, id, ip, port, tags } from "./fields.ts";
import { EstateGuards } from "./guards.ts";
import { EstateNames } from "./names.ts";
import { EstateService } from "./service.ts";
import { EstateStore } from "./store.ts";

export type { EstateService } from "./service.ts";
export type { EstateStore } from "./store.ts";

/** A network: hosts live in it, and its own table says where packets for elsewhere go. */
export const EstateNetwork = z.strictObject({
  id,
  cloud,
  regionId: z.string().min(1),
  accountId: z.string().optional(),
  /** `vpc-…` on AWS; also used for its subnets and route table. */
  providerId: z.string().optional(),
  cidrs: z.array(cidr).min(1),
  tags,
  /** Machines, databases, functions … in it; only counted. */
  resourceCount: z.int().nonnegative().default(0),
  /** The gateway that takes what is not local. */
  gatewayId: id.optional(),
  /** Its attachment to that gateway, on AWS. */
  attachmentId: z.string().optional(),
  /** Table of the gateway that decides for what this network sends; the gateway's first one by default. */
  gatewayTableId: z.string().optional(),
  /** Parts of it that have a route table of their own, on AWS; the rest has the main one. */
  subnets: z.array(z.strictObject({ cidr, routeTableId: z.string().min(1) })).default([]),
  /** Routes that leave over a connection of this network itself (peering, internet), by longest prefix before the gateway. */
  routes: z.array(z.strictObject({ prefix: cidr, connectionId: id })).default([]),
  /** Address on the internet that its NAT gateway stands for; absent = it has no way there. */
  egressIp: ip.optional(),
});
export type EstateNetwork = z.infer<typeof EstateNetwork>;

/** A gateway between networks and connections. `tgw` decides as an AWS transit gateway does, `router` as a BGP router. */
export const EstateGateway = z.strictObject({
  id,
  kind: z.enum(["tgw", "router"]),
  cloud,
  regionId: z.string().min(1),
  accountId: z.string().optional(),
  providerId: z.string().min(1),
  asn: z.int().positive(),
  /** What it is sold as, where it is not the cloud's plain gateway: an edge of a Cloud WAN core network, a hub of a Virtual WAN. */
  service: z.enum(["core-network", "virtual-hub"]).optional(),
  /** Whose order a router decides by where that is not a router's own: Azure's (ExpressRoute before VPN, weights, routes of a VNet's own), or that of AWS's virtual private gateways (Direct Connect before VPN). */
  selects: z.enum(["azure", "vgw"]).optional(),
  /** VPC that a virtual private gateway is attached to. */
  vpcId: id.optional(),
  /** True where equal ways of a DRG share the load. */
  isEcmpEnabled: z.boolean().optional(),
  /** Address in a VNet or VPC at which this router stands as a virtual appliance; routes of the network's own may name it. */
  applianceIp: ip.optional(),
  /** Route tables of a tgw, the first is the default of associations; of a virtual private gateway: tables of its VPC that it propagates into. */
  tables: z.array(z.string().min(1)).default([]),
});
export type EstateGateway = z.infer<typeof EstateGateway>;

/** What one end of a connection tells the other, and how it ranks what it hears. */
const End = z.strictObject({
  /** A gateway, or a network for peerings. */
  at: id,
  /** Prefixes this end announces over the connection. */
  announces: z.array(cidr).default([]),
  /** Local preference of what this end hears (router); 100 by RFC 4271's custom. */
  localPreference: z.int().nonnegative().default(100),
  /** Weight of an ExpressRoute connection at an Azure gateway: the higher wins; 0 if it is not set. */
  routingWeight: z.int().min(0).max(32_000).optional(),
  /** Attachment of the connection to a tgw. */
  attachmentId: z.string().optional(),
  /** Table of the tgw that decides for what arrives over this connection; the gateway's first one by default. */
  associatedTableId: z.string().optional(),
  /** What the other end sees of this end's announcements: extra AS hops, and the multi-exit discriminator. */
  asPathPrepend: z.int().nonnegative().default(0),
  med: z.int().nonnegative().default(0),
  /** Tables of the tgw into which routes heard here are propagated. */
  propagatesTo: z.array(z.string()).default([]),
  /** Address on the internet that a tunnel ends at. */
  publicIp: ip.optional(),
  /** Address of the BGP speaker at this end. */
  peerIp: ip.optional(),
});
export type EstateEnd = z.infer<typeof End>;

/** One link between two places. */
export const EstateConnection = z.strictObject({
  id,
  kind: z.enum([
    "direct-connect",
    "express-route",
    "interconnect",
    "fastconnect",
    "vpn",
    "peering",
    "transit-peering",
    "internet",
  ]),
  a: End,
  b: End,
  providerId: z.string().optional(),
  bandwidthMbps: z.number().positive(),
  /** One way. */
  latencyMs: z.number().nonnegative(),
  jitterMs: z.number().nonnegative().default(0),
  lossRatio: z.number().min(0).max(1).default(0),
  isEncrypted: z.boolean().default(false),
  isPublic: z.boolean().default(false),
  carrier: z.string().optional(),
  /** Building where the circuit ends, e.g. `EqDC2`. */
  location: z.string().optional(),
  /** Link aggregation group that its port is in, on AWS. */
  lagId: z.string().optional(),
  /** Id that both providers show, of a managed link between clouds (AWS Interconnect – multicloud). */
  sharedId: z.string().optional(),
  /** Absent = no BFD: a cut is noticed when the hold time is over. */
  bfd: z.strictObject({ intervalMs: z.number().positive(), detectMultiplier: z.int().positive() }).optional(),
  // 90 s, RFC 4271 §10
  holdTimeSeconds: z.number().positive().default(90),
  monthlyUsd: z.number().nonnegative().optional(),
  /** When it was made, as a date. */
  createdOn: z.iso.date("must be a date such as 2024-03-01").optional(),
  tags,
  /** True if it is in the owner's inventory. */
  isDeclared: z.boolean().default(true),
  /** Up, paid for, and carrying nothing. */
  isZombie: z.boolean().default(false),
});
export type EstateConnection = z.infer<typeof EstateConnection>;

/** An application flow. */
export const EstateFlow = z.strictObject({
  id,
  source: ip,
  destination: ip,
  port,
  monthlyGb: z.number().nonnegative(),
  class: z.enum(["critical", "standard", "bulk"]).default("standard"),
  /** A load balancer that takes it, as its cloud names it, and how large each request is with its answer. */
  loadBalancer: z.strictObject({ id: z.string().min(1).max(600), requestBytes: z.number().positive() }).optional(),
});
export type EstateFlow = z.infer<typeof EstateFlow>;

/** A whole world: networks, gateways, connections and flows. */
export const Estate = z
  .strictObject({
    version: z.literal(1),
    name: id,
    networks: z.array(EstateNetwork).min(1),
    gateways: z.array(EstateGateway),
    connections: z.array(EstateConnection),
    flows: z.array(EstateFlow),
    /** Addresses that answer probes, each at one end of one connection. */
    canaries: z.array(z.strictObject({ address: ip, port, gatewayId: id })).default([]),
    /** Where the regions are that no cloud names: data centres. */
    sites: z
      .array(
        z.strictObject({
          regionId: z.string().min(1),
          latitudeDeg: z.number().min(-90).max(90),
          longitudeDeg: z.number().min(-180).max(180),
        }),
      )
      .default([]),
    /** What listens and sends, what guards it, and how it is called. */
    services: z.array(EstateService).default([]),
    stores: z.array(EstateStore).default([]),
    guards: EstateGuards.prefault({}),
    names: EstateNames.prefault({}),
    /** What runs there and says what its requests took. */
    applications: z.array(EstateApplication).max(64).default([]),
    /** How flows go by hours, weekdays and months; absent = each sends the same at every moment. */
    traffic: z.strictObject({ seed: z.int().nonnegative() }).optional(),
  })
  .superRefine(checkEstate);
export type Estate = z.infer<typeof Estate>;
