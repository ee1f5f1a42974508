import type { RouteIntent } from "@skylane/core";
import type { Form } from "../../_shared/routes/fit.ts";
import { firstOf } from "../../_shared/routes/fit.ts";

const id = (prefix: string, is: string): Form => ({ pattern: new RegExp(`^${prefix}-[0-9a-f]{8,17}$`), is });

export const transitGateway = id("tgw", "the id of a transit gateway, tgw-…");
export const transitTable = id("tgw-rtb", "the id of a transit gateway route table, tgw-rtb-…");
export const attachment = id("tgw-attach", "the id of a transit gateway attachment, tgw-attach-…");
export const vpc = id("vpc", "the id of a VPC, vpc-…");
export const vpcTable = id("rtb", "the id of a route table, rtb-…");
export const vpcPeering = id("pcx", "the id of a VPC peering, pcx-…");
export const virtualGateway = id("(?:vgw|igw)", "the id of a virtual private or internet gateway, vgw-… or igw-…");
export const natGateway = id("nat", "the id of a NAT gateway, nat-…");
/** Direct Connect gateways have UUIDs; some tools show them with `dxgw-` before a name. */
export const directConnectGateway: Form = {
  pattern: /^(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|dxgw-[0-9A-Za-z][0-9A-Za-z-]{0,60})$/,
  is: "the id of a Direct Connect gateway",
};

export type IntentLink = RouteIntent["links"][number];

/** All names a link has at this end. */
export const namesOf = ({ nativeId, aliases }: IntentLink): readonly string[] => [nativeId, ...aliases];

/** Its attachment to a transit gateway, if it is known. */
export const attachmentOf = (link: IntentLink): string | undefined => firstOf(namesOf(link), attachment);

export const isDirectConnect = ({ kind }: IntentLink): boolean => kind === "direct-connect";
