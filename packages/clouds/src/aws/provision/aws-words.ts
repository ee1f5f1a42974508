import * as z from "zod";

/** A name that becomes a tag, of letters that every place of AWS takes. */
export const Name = z
  .string()
  .regex(/^[\w .:/=+@-]{1,128}$/, "must be 1 to 128 letters, digits, spaces or any of _.:/=+-@");

/** A BGP autonomous system number. */
export const Asn = z.int().min(1).max(4_294_967_294);

/** An account. */
export const AccountId = z.string().regex(/^\d{12}$/, "must be the number of an account, 12 digits");

const idOf = (prefix: string): z.ZodString =>
  z.string().regex(new RegExp(`^${prefix}-[0-9a-z-]{1,64}$`), `must be an id such as ${prefix}-0a1b2c3d4e5f60718`);

export const TransitGatewayId = idOf("tgw");
export const TransitGatewayRouteTableId = idOf("tgw-rtb");
export const TransitGatewayAttachmentId = idOf("tgw-attach");
export const VpcId = idOf("vpc");
export const SubnetId = idOf("subnet");
export const RouteTableId = idOf("rtb");
export const CustomerGatewayId = idOf("cgw");
export const SecurityGroupId = idOf("sg");
export const PeeringId = idOf("pcx");
/** Of Route 53, without `/hostedzone/`. */
export const ZoneId = z.string().regex(/^[A-Z0-9]{1,32}$/, "must be an id such as Z0123456789ABCDEFGHIJ");

/** A name of DNS, in lower case and without the last dot; an address is none. */
export const DnsName = z
  .string()
  .max(253)
  .regex(
    /^([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z][a-z0-9-]*$/,
    "must be a name such as orders.example.internal",
  );

export const Port = z.int().min(1).max(65_535);

/** Name of a secret in the vault, never a secret. */
export const SecretName = z.string().regex(/^[\w.-]{1,128}$/, "must be the name of a secret");

/** What EC2 takes as the description of a rule. */
export const RuleDescription = z
  .string()
  .regex(
    /^[\w .:/()#,@[\]+=&;{}!$*-]{0,255}$/,
    "must be up to 255 letters, digits, spaces or any of ._-:/()#,@[]+=&;{}!$*",
  );

/** A range of addresses; not all of them, for then a rule guards nothing. */
export const GuardedRange = z
  .cidrv4("must be an IPv4 range such as 10.1.0.0/16")
  .refine((range) => !range.endsWith("/0"), { error: "must not be 0.0.0.0/0: a rule for everybody guards nothing" });

/** The /30s of 169.254.0.0/16 that AWS keeps for itself. @see https://docs.aws.amazon.com/vpn/latest/s2svpn/VPNTunnels.html (read 2026-11) */
const RESERVED: ReadonlySet<string> = new Set([
  "169.254.0.0/30",
  "169.254.1.0/30",
  "169.254.2.0/30",
  "169.254.3.0/30",
  "169.254.4.0/30",
  "169.254.5.0/30",
  "169.254.169.252/30",
]);

/** Addresses inside a tunnel: AWS takes the first, its peer the second. */
export const InsideCidr = z
  .string()
  .regex(/^169\.254\.\d{1,3}\.\d{1,3}\/30$/, "must be a /30 of 169.254.0.0/16, such as 169.254.21.0/30")
  .refine((range) => z.cidrv4().safeParse(range).success && Number(range.split(/[./]/)[3]) % 4 === 0, {
    error: "must begin at a multiple of four",
  })
  .refine((range) => !RESERVED.has(range), { error: "is kept by AWS for itself; take another /30" });
