import * as z from "zod";
import { cidr, id, ip, port, tags } from "./fields.ts";

const protocol = z.enum(["tcp", "udp", "icmp", "all"]);

/** What a security group of AWS or OCI lets pass: a port range, and who may be at the other end. */
export const GroupRule = z.strictObject({
  id: z.string().min(1),
  direction: z.enum(["ingress", "egress"]),
  protocol,
  /** Absent = all ports. */
  fromPort: port.optional(),
  toPort: port.optional(),
  /** One of these two. */
  cidr: cidr.optional(),
  groupId: z.string().min(1).optional(),
  description: z.string().optional(),
});
export type GroupRule = z.infer<typeof GroupRule>;

/** A security group without its rules. */
export const SecurityGroup = z.strictObject({
  /** `sg-…` on AWS. */
  id: z.string().min(1),
  name: z.string().min(1),
  networkId: id,
  description: z.string().default(""),
  tags,
});
export type SecurityGroup = z.infer<typeof SecurityGroup>;

/** A rule of a network security group of Azure. */
export const NsgRule = z.strictObject({
  name: z.string().min(1),
  /** The lower number decides first; below 65,000 are the owner's. */
  priority: z.int().min(100).max(65_500),
  direction: z.enum(["inbound", "outbound"]),
  access: z.enum(["allow", "deny"]),
  protocol,
  /** Ranges, addresses, `*` or a service tag. */
  sources: z.array(z.string().min(1)),
  destinations: z.array(z.string().min(1)),
  /** `1433`, `1000-2000` or `*`. */
  destinationPorts: z.array(z.string().regex(/^(\*|\d{1,5}(-\d{1,5})?)$/, "must be a port, a range of ports or *")),
  description: z.string().optional(),
});
export type NsgRule = z.infer<typeof NsgRule>;

/** A network security group without its rules. */
export const NetworkSecurityGroup = z.strictObject({
  id: z.string().min(1),
  name: z.string().min(1),
  regionId: z.string().min(1),
  accountId: z.string().optional(),
  tags,
});
export type NetworkSecurityGroup = z.infer<typeof NetworkSecurityGroup>;

/** A firewall rule of a VPC network of Google. */
export const FirewallRule = z.strictObject({
  name: z.string().min(1),
  networkId: id,
  /** The lower number decides first; of two equal ones the rule that denies. */
  priority: z.int().min(0).max(65_535),
  direction: z.enum(["ingress", "egress"]),
  action: z.enum(["allow", "deny"]),
  /** Ports as `5432` or `5000-5010`; none = all. */
  protocols: z.array(z.strictObject({ protocol, ports: z.array(z.string()).default([]) })),
  /** Who sends (ingress) or is sent to (egress). */
  ranges: z.array(cidr),
  sourceTags: z.array(z.string()).default([]),
  /** Whom it guards; none = all of the network. */
  targetTags: z.array(z.string()).default([]),
  isDisabled: z.boolean().default(false),
  description: z.string().default(""),
});
export type FirewallRule = z.infer<typeof FirewallRule>;

/** Who may come to a database's public endpoint. */
export const PublicRange = z.strictObject({ name: z.string().min(1), startIp: ip, endIp: ip });
export type PublicRange = z.infer<typeof PublicRange>;

/** What an estate says of its guards. */
export const EstateGuards = z.strictObject({
  securityGroups: z.array(SecurityGroup.extend({ rules: z.array(GroupRule) })).default([]),
  networkSecurityGroups: z.array(NetworkSecurityGroup.extend({ rules: z.array(NsgRule) })).default([]),
  firewallRules: z.array(FirewallRule).default([]),
  /** `/etc/nftables.conf` of routers in data centres; one that is not named here lets everything through. */
  routerRulesets: z.array(z.strictObject({ gatewayId: id, ruleset: z.string().max(20_000) })).default([]),
  /** Of services with a public endpoint; a service that is not named here is closed to all. */
  publicAccess: z
    .array(z.strictObject({ serviceId: id, isEnabled: z.boolean(), ranges: z.array(PublicRange) }))
    .default([]),
});
export type EstateGuards = z.infer<typeof EstateGuards>;
