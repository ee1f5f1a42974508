import type { Actuator } from "@skylane/core";
import type { CloudContext } from "../../_shared/define-cloud.ts";
import { actuatorCredentials } from "./actuator-role.ts";
import { awsCalls } from "./aws-calls.ts";
import { dxPrefixes } from "./dx-prefixes.ts";
import { inAccount } from "./in-account.ts";
import { tgwPropagation } from "./tgw-propagation.ts";
import { tgwRoute } from "./tgw-route.ts";
import { vgwPropagation } from "./vgw-propagation.ts";
import { vpcRoute } from "./vpc-route.ts";

/** The knobs of AWS that Skylane turns. A tunnel has none: it is drained by what decides over it (docs/steering-aws.md). */
export function awsActuators({ actuatorRoles }: Pick<CloudContext, "actuatorRoles"> = {}): readonly Actuator[] {
  const aws = awsCalls(actuatorCredentials(actuatorRoles));
  return [tgwRoute(aws), tgwPropagation(aws), vpcRoute(aws), vgwPropagation(aws), dxPrefixes(aws)].map(
    inAccount(actuatorRoles),
  );
}
