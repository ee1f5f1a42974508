import * as z from "zod";
import { cidr, cloud, dnsName, id, ip } from "./fields.ts";

/** Names and what they stand for, of one name and type. */
export const DnsRecord = z.strictObject({
  name: dnsName,
  type: z.enum(["A", "CNAME"]),
  ttlSeconds: z.int().positive(),
  /** Addresses, or the one name that it stands for. */
  values: z.array(z.union([ip, dnsName])).min(1),
});
export type DnsRecord = z.infer<typeof DnsRecord>;

/** A zone that only the networks it is linked to can ask, without its records. */
export const PrivateZone = z.strictObject({
  id: z.string().min(1),
  cloud,
  accountId: z.string().optional(),
  name: dnsName.or(z.string().regex(/^[a-z0-9-]+$/)),
});
export type PrivateZone = z.infer<typeof PrivateZone>;

/** Names that a network's resolver asks others for. */
export const ForwardRule = z.strictObject({
  id: z.string().min(1),
  cloud,
  accountId: z.string().optional(),
  domain: dnsName.or(z.string().regex(/^[a-z0-9-]+$/)),
  /** Resolvers it asks, in this order. */
  targets: z.array(ip).min(1),
  /** Where the questions leave: the endpoint's network; absent = that of whoever asks. */
  fromNetworkId: id.optional(),
});
export type ForwardRule = z.infer<typeof ForwardRule>;

/** An address in a network at which others may ask its resolver (`inbound`), or from which it asks others (`outbound`). */
export const ResolverEndpoint = z.strictObject({
  id: z.string().min(1),
  cloud,
  accountId: z.string().optional(),
  networkId: id,
  direction: z.enum(["inbound", "outbound"]),
  addresses: z.array(ip).min(1),
  /** Who may ask; none = all that have a way. */
  allowedCidrs: z.array(cidr).default([]),
});
export type ResolverEndpoint = z.infer<typeof ResolverEndpoint>;

/** What an estate says of names. */
export const EstateNames = z.strictObject({
  zones: z.array(PrivateZone.extend({ networkIds: z.array(id), records: z.array(DnsRecord) })).default([]),
  forwardRules: z.array(ForwardRule.extend({ networkIds: z.array(id) })).default([]),
  resolverEndpoints: z.array(ResolverEndpoint).default([]),
});
export type EstateNames = z.infer<typeof EstateNames>;
