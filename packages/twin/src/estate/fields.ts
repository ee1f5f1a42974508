import * as z from "zod";

export const id = z.string().regex(/^[a-z0-9][a-z0-9.-]{0,62}$/, "must be lower-case letters, digits, . or -");
export const cidr = z.cidrv4("must be an IPv4 range such as 10.1.0.0/16");
export const tags = z.record(z.string().max(128), z.string().max(256)).default({});
export const ip = z.ipv4("must be an IPv4 address");
export const port = z.int().min(1).max(65_535);
export const cloud = z.enum(["aws", "azure", "gcp", "oci", "onprem"]);
/** A name of DNS, in lower case and without the last dot. */
export const dnsName = z
  .string()
  .max(253)
  .regex(/^([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z0-9-]+$/, "must be a name such as orders.example.internal");
