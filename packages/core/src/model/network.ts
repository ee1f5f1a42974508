import * as z from "zod";
import { cloudIds } from "./cloud-ids.gen.ts";
import { NetworkId } from "./ids.ts";

/** A cloud (or on-prem) Skylane can speak to; the list is generated from the adapters. */
export const CloudId = z.enum(cloudIds);
export type CloudId = z.infer<typeof CloudId>;

/** A range of addresses in CIDR notation, IPv4. */
export const Cidr = z.cidrv4("must be an IPv4 range such as 10.1.0.0/16");
/** One address, IPv4. */
export const IpAddress = z.ipv4("must be an IPv4 address such as 10.1.0.10");

/** Ranges that nothing on the internet has (RFC 6890), and that its routers drop. */
const NOT_PUBLIC = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "224.0.0.0/3",
];
/** One address on the internet, IPv4. Those for documentation pass: examples are made of them. */
export const PublicIp = IpAddress.refine((ip) => !NOT_PUBLIC.some((cidr) => isIn(ip, cidr)), {
  error: "must be an address on the internet; this range is private or reserved",
});

const numberOf = (ip: string): number => ip.split(".").reduce((sum, byte) => sum * 256 + Number(byte), 0);
function isIn(ip: string, cidr: string): boolean {
  const [first = "", bits] = cidr.split("/");
  const size = 2 ** (32 - Number(bits));
  return Math.floor(numberOf(ip) / size) === Math.floor(numberOf(first) / size);
}

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
