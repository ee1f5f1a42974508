import type { Provisioner } from "@skylane/core";
import type { CloudContext } from "../../_shared/define-cloud.ts";
import { awsBuilder } from "./aws-builder.ts";
import { customerGateway } from "./customer-gateway.ts";
import { dnsRecord } from "./dns-record.ts";
import { privateZone } from "./private-zone.ts";
import { securityGroupRule } from "./security-group-rule.ts";
import { transitGateway } from "./transit-gateway.ts";
import { transitGatewayPeering } from "./transit-gateway-peering.ts";
import { transitRoute } from "./transit-route.ts";
import { vpcAttachment } from "./vpc-attachment.ts";
import { vpcPeering } from "./vpc-peering.ts";
import { vpcRoute } from "./vpc-route.ts";
import { vpnConnection } from "./vpn-connection.ts";

const KINDS = [
  transitGateway,
  vpcAttachment,
  customerGateway,
  vpnConnection,
  vpcRoute,
  securityGroupRule,
  vpcPeering,
  transitGatewayPeering,
  transitRoute,
  privateZone,
  dnsRecord,
] as const;

/** What Skylane makes in AWS, one for each kind of object. */
export function awsProvisioners(context: CloudContext): readonly Provisioner[] {
  const aws = awsBuilder(context);
  return KINDS.map((kind) => kind(aws));
}
