import * as z from "zod";

/** A Region of AWS. */
export const RegionId = z.string().regex(/^[a-z]{2}(-[a-z]+)+-[0-9]$/, "must be a Region such as us-east-1");

const idOf = (prefix: string): z.ZodString =>
  z.string().regex(new RegExp(`^${prefix}-[0-9a-z-]+$`), `must be an id such as ${prefix}-0a1b2c3d4e5f60718`);

/** A route table of a transit gateway. */
export const TransitGatewayRouteTableId = idOf("tgw-rtb");
/** What is attached to a transit gateway. */
export const TransitGatewayAttachmentId = idOf("tgw-attach");
/** What a path is to a transit gateway: one of its attachments. */
export const AttachmentHandle = z.strictObject({ transitGatewayAttachmentId: TransitGatewayAttachmentId });

/** What a route of a VPC may point to: a transit gateway, a peering, a virtual private gateway or an interface. */
export const NextHopHandle = z.strictObject({
  nextHopId: z
    .string()
    .regex(/^(tgw|pcx|vgw|eni)-[0-9a-z]+$/, "must be the id of a next hop: tgw-…, pcx-…, vgw-… or eni-…"),
});

/** Ranges with commas between them. */
export const PrefixList = z
  .string()
  .refine((text) => text.split(",").every((range) => z.cidrv4().safeParse(range).success), {
    error: "must be IPv4 ranges with commas between them: 10.254.0.1/32,10.254.1.1/32",
  });

/** Route tables of VPCs, with commas between them: one group of subnets each. */
export const VpcRouteTables = z.strictObject({
  regionId: RegionId,
  routeTableIds: z
    .string()
    .regex(/^rtb-[0-9a-z]+(,rtb-[0-9a-z]+)*$/, "must be ids of route tables with commas between them: rtb-…,rtb-…"),
});
