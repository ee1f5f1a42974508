import type { Provisioner } from "@skylane/core";
import type { CloudContext } from "../../_shared/define-cloud.ts";
import { awsBuilder } from "./aws-builder.ts";
import { customerGateway } from "./customer-gateway.ts";

/** What Skylane makes in AWS, one for each kind of object. */
export function awsProvisioners(context: CloudContext): readonly Provisioner[] {
  const aws = awsBuilder(context);
  return [customerGateway(aws)];
}
