import * as z from "zod";
import { CloudId } from "./network.ts";

/** What a service is, in its cloud's own word. */
export const ServiceKind = z.enum([
  "lambda",
  "ec2-instance",
  "rds",
  "azure-sql",
  "azure-vm",
  "storage",
  "cloud-sql",
  "gce-instance",
  "oci-db",
  "oci-instance",
  "host",
]);
export type ServiceKind = z.infer<typeof ServiceKind>;

/** What lets packets in to a service, or out of it: the object a rule is added to. */
export const ServiceGuard = z.strictObject({
  kind: z.enum(["security-group", "network-security-group", "network-tag", "sql-server"]),
  /** Id of the group, or the tag. */
  id: z.string().min(1).max(600),
});
export type ServiceGuard = z.infer<typeof ServiceGuard>;

const text = z.string().max(256);

/** Something that can be connected to something else: a function, a database, a machine. Name and tags are text from outside. */
export const SeenService = z.strictObject({
  /** `<cloud>/<native id>`, in lower case where the cloud ignores case. */
  key: z.string().min(3).max(600),
  kind: ServiceKind,
  cloud: CloudId,
  accountId: z.string(),
  regionId: z.string(),
  /** The id the cloud gave it: an ARN, a resource id, a self link. */
  nativeId: z.string().min(1),
  /** Its size in its cloud's own word, e.g. `m6i.large`; absent = it has none, or its cloud does not say. */
  size: z.string().min(1).max(100).optional(),
  name: text,
  tags: z.record(text, text).default({}),
  /** Key of the network it has addresses in; absent = it has none of its own there (a database with a public endpoint only). */
  networkKey: z.string().optional(),
  /** Native ids of its subnets, where it has some. */
  subnetIds: z.array(z.string()).default([]),
  /** Addresses in its network; empty where it has none. */
  addresses: z.array(z.ipv4()).default([]),
  /** Address of its own on the internet, which it sends from; absent = it has none, or it was not seen. */
  publicAddress: z.ipv4().optional(),
  /** Port it is usually asked at. */
  port: z.int().min(1).max(65_535).optional(),
  dnsName: z.string().max(253).optional(),
  /** True if it can be reached from the internet. */
  isPublic: z.boolean(),
  guards: z.array(ServiceGuard).default([]),
});
export type SeenService = z.infer<typeof SeenService>;
