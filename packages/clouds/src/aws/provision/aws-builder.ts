import type { EC2Client } from "@aws-sdk/client-ec2";
import type { Route53Client } from "@aws-sdk/client-route-53";
import type { ResolvedStep } from "@skylane/core";
import type { CloudContext } from "../../_shared/define-cloud.ts";
import { presharedKey } from "../../_shared/provision/preshared-key.ts";
import { type AwsPlace, type SdkCalls, sdkCalls } from "../sdk-calls.ts";
import { provisionerCredentials } from "./provisioner-role.ts";

type Ec2Sdk = typeof import("./ec2-sdk.ts");
type Route53Sdk = typeof import("./route53-sdk.ts");

/** What provisioners call AWS with. */
export interface AwsBuilder {
  /** Reads, and writes that have one effect however often they are sent. */
  readonly ec2: SdkCalls<Ec2Sdk, EC2Client>;
  /** Writes that would make a second object if the SDK sent them again because the answer was lost. */
  readonly ec2Once: SdkCalls<Ec2Sdk, EC2Client>;
  /** Every write of it names what it is about: sent again it is the same. */
  readonly route53: SdkCalls<Route53Sdk, Route53Client>;
  /** @throws ERR_RESOURCE_REFUSED if there is none of that name */
  presharedKey(name: string): Promise<string>;
}

export function awsBuilder(context: CloudContext): AwsBuilder {
  const credentials = provisionerCredentials(context.provisionerRoles);
  const ec2 = (maxAttempts: number) =>
    sdkCalls(
      credentials,
      () => import("./ec2-sdk.ts"),
      (sdk, settings) => new sdk.EC2Client(settings),
      { maxAttempts },
    );
  const route53 = sdkCalls(
    credentials,
    () => import("./route53-sdk.ts"),
    (sdk, settings) => new sdk.Route53Client(settings),
    { maxAttempts: 4 },
  );
  return { ec2: ec2(4), ec2Once: ec2(1), route53, presharedKey: (name) => presharedKey(context, name) };
}

/** Where a step's object is. */
export const placeOf = ({ accountId, regionId }: ResolvedStep): AwsPlace => ({ accountId, regionId });
