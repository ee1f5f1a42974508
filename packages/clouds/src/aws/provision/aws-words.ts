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
export const VpcId = idOf("vpc");
export const SubnetId = idOf("subnet");
export const RouteTableId = idOf("rtb");
export const CustomerGatewayId = idOf("cgw");
export const SecurityGroupId = idOf("sg");
export const PeeringId = idOf("pcx");
/** Of Route 53, without `/hostedzone/`. */
export const ZoneId = z.string().regex(/^[A-Z0-9]{1,32}$/, "must be an id such as Z0123456789ABCDEFGHIJ");
