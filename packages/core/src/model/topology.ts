import * as z from "zod";
import { ConnectionKind } from "./connection.ts";
import { DiscoveryGap, LinkSighting, SeenGateway, SeenNetwork, SeenRoute } from "./discovery.ts";
import { FlowId } from "./ids.ts";
import { CloudId } from "./network.ts";
import { PathStateName } from "./path-health.ts";
import { SeenService } from "./service.ts";

/** Why two sightings are taken for one link. */
export const JoinEvidence = z.strictObject({
  rule: z.enum(["shared-id", "public-ips", "inside-addresses", "peer", "routes", "one-side"]),
  /** 0..1, by clouds.md §1.2. */
  confidence: z.number().min(0).max(1),
  /** The very values that agree, and those that do not. */
  detail: z.string(),
});
export type JoinEvidence = z.infer<typeof JoinEvidence>;

/** One end of a connection. */
export const ConnectionEnd = z.strictObject({
  /** Key of the gateway or network; of a public address where the other side is not ours to see. */
  at: z.string().min(1),
  /** As its owner calls what is there: text from outside. */
  name: z.string().max(256).optional(),
  cloud: CloudId.optional(),
  accountId: z.string().optional(),
  regionId: z.string().optional(),
  /** Keys of the networks whose traffic can enter here. */
  networkKeys: z.array(z.string()),
});
export type ConnectionEnd = z.infer<typeof ConnectionEnd>;

/** One link, whatever number of ends was seen. */
export const TopologyConnection = z.strictObject({
  /** The inventory's id if it is in the inventory, else made of its ends' keys, the same at each look. */
  id: z.string().min(1),
  kind: ConnectionKind,
  ends: z.tuple([ConnectionEnd, ConnectionEnd]),
  /** One; or two, in the order of `ends`; or more, where an end has an object for each tunnel. */
  sightings: z.array(LinkSighting),
  evidence: z.array(JoinEvidence),
  isDeclared: z.boolean(),
  status: PathStateName,
  bandwidthMbps: z.number().positive().optional(),
  isEncrypted: z.boolean(),
  isPublic: z.boolean(),
  carrier: z.string().optional(),
  location: z.string().optional(),
  /** Prefixes that can be reached over it from the first end, and from the second; empty = it carries nothing. */
  reaches: z.tuple([z.array(z.string()), z.array(z.string())]),
  /** From the inventory, else the list prices of its ends; absent = unknown. */
  monthlyUsd: z.number().nonnegative().optional(),
  bytes30d: z.number().nonnegative().optional(),
  /** Others that join the same two places and could carry its traffic, and whether one of them shares neither carrier nor building. */
  redundancy: z.strictObject({
    alternativeIds: z.array(z.string()),
    /** Absent = a carrier is not known, and it hangs on that. */
    isDiverse: z.boolean().optional(),
  }),
});
export type TopologyConnection = z.infer<typeof TopologyConnection>;

/** The estate as it was found at one moment. */
export const Topology = z.strictObject({
  estate: z.string(),
  atMs: z.number(),
  networks: z.array(SeenNetwork),
  gateways: z.array(SeenGateway),
  connections: z.array(TopologyConnection),
  routes: z.array(SeenRoute),
  services: z.array(SeenService).optional(),
  gaps: z.array(DiscoveryGap),
});
export type Topology = z.infer<typeof Topology>;

/** Something an audit found. */
export const Finding = z.strictObject({
  /** `<rule>:<subject>`, the same at each look. */
  id: z.string().min(1),
  rule: z.enum([
    "undocumented-connection",
    "missing-connection",
    "zombie",
    "single-point-of-failure",
    "public-internet-flow",
    "overlapping-cidrs",
    "asymmetric-route",
    "single-tunnel-vpn",
    "missing-bfd",
    "route-to-nowhere",
    "join-conflict",
  ]),
  severity: z.enum(["critical", "high", "medium", "low", "info"]),
  title: z.string(),
  /** Ids of connections, keys of networks and gateways it is about. */
  subjects: z.array(z.string()),
  /** What was seen, one fact a line, in the order that convinces. */
  evidence: z.array(z.string()).min(1),
  flowIds: z.array(FlowId),
  /** Saved or at stake a month, USD; absent = unknown. */
  monthlyUsd: z.number().nonnegative().optional(),
  todo: z.string(),
  /** Steps, each with how to take it back. */
  plan: z.array(z.strictObject({ step: z.string(), undo: z.string() })).default([]),
});
export type Finding = z.infer<typeof Finding>;
