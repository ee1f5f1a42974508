import * as z from "zod";
import { cloudIds } from "./cloud-ids.gen.ts";
import { NetworkId } from "./ids.ts";
import { isPublicIp } from "./public-ip.ts";

/** A cloud (or on-prem) Skylane can speak to; the list is generated from the adapters. */
export const CloudId = z.enum(cloudIds);
export type CloudId = z.infer<typeof CloudId>;

/** A range of addresses in CIDR notation, IPv4. */
export const Cidr = z.cidrv4("must be an IPv4 range such as 10.1.0.0/16");
/** One address, IPv4. */
export const IpAddress = z.ipv4("must be an IPv4 address such as 10.1.0.10");

/** One address on the internet, IPv4. Those for documentation pass: examples are made of them. */
export const PublicIp = IpAddress.refine(isPublicIp, {
  error: "must be an address on the internet; this range is private or reserved",
});

/** A point on the Earth. */
export const Coordinates = z.strictObject({
  latitudeDeg: z.number().min(-90).max(90),
  longitudeDeg: z.number().min(-180).max(180),
});
export type Coordinates = z.infer<typeof Coordinates>;

/** A network: a VPC, VNet or data centre LAN, with the ranges it owns. */
export const Network = z.strictObject({
  id: NetworkId,
  cloud: CloudId,
  /** Cloud region, or the site of a data centre. */
  regionId: z.string().min(1),
  accountId: z.string().min(1).optional(),
  /** The id the cloud gave it, e.g. `vpc-…`. */
  providerId: z.string().min(1).optional(),
  cidrs: z.array(Cidr).min(1),
  /** Addresses that the internet sees of what is in it, where discovery cannot know them: of a NAT gateway further away, of a firewall. */
  egressIps: z.array(PublicIp).min(1).max(16).optional(),
  /** Where the data centre is; the Regions of the clouds are known. */
  coordinates: Coordinates.optional(),
});
export type Network = z.infer<typeof Network>;
