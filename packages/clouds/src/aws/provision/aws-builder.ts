import type { EC2Client } from "@aws-sdk/client-ec2";
import type { ResolvedStep } from "@skylane/core";
import type { CloudContext } from "../../_shared/define-cloud.ts";
import { presharedKey } from "../../_shared/provision/preshared-key.ts";
import { type AwsPlace, type SdkCalls, sdkCalls } from "../sdk-calls.ts";
import { provisionerCredentials } from "./provisioner-role.ts";

type Ec2Sdk = typeof import("./ec2-sdk.ts");

/** What provisioners call AWS with. */
export interface AwsBuilder {
  /** Reads, and writes that have one effect however often they are sent. */
  readonly ec2: SdkCalls<Ec2Sdk, EC2Client>;
  /** Writes that would make a second object if the SDK sent them again because the answer was lost. */
  readonly ec2Once: SdkCalls<Ec2Sdk, EC2Client>;
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
  return { ec2: ec2(4), ec2Once: ec2(1), presharedKey: (name) => presharedKey(context, name) };
}

/** Where a step's object is. */
export const placeOf = ({ accountId, regionId }: ResolvedStep): AwsPlace => ({ accountId, regionId });
