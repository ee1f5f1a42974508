import type { DirectConnectClient } from "@aws-sdk/client-direct-connect";
import type { EC2Client } from "@aws-sdk/client-ec2";
import type { RouteChange } from "@skylane/core";
import type { CredentialsFor } from "../acting-role.ts";
import { type AwsPlace, sdkCalls } from "../sdk-calls.ts";

type Ec2Sdk = typeof import("./ec2-sdk.ts");
type DirectConnectSdk = typeof import("./direct-connect-sdk.ts");

/** What actuators call AWS with, in the account and Region of a change. An SDK is loaded by its first call, and handed to it. */
export interface AwsCalls {
  /** @throws one of the clouds' errors, in the words of the operation */
  ec2<T>(change: RouteChange, operation: string, send: (client: EC2Client, sdk: Ec2Sdk) => Promise<T>): Promise<T>;
  /** The same. */
  directConnect<T>(
    change: RouteChange,
    operation: string,
    send: (client: DirectConnectClient, sdk: DirectConnectSdk) => Promise<T>,
  ): Promise<T>;
}

export function awsCalls(credentialsFor: CredentialsFor): AwsCalls {
  const patient = { maxAttempts: 4 };
  const ec2 = sdkCalls(
    credentialsFor,
    () => import("./ec2-sdk.ts"),
    (sdk, settings) => new sdk.EC2Client(settings),
    patient,
  );
  const directConnect = sdkCalls(
    credentialsFor,
    () => import("./direct-connect-sdk.ts"),
    (sdk, settings) => new sdk.DirectConnectClient(settings),
    patient,
  );
  return {
    ec2: (change, operation, send) => ec2(placeOf(change), operation, send),
    directConnect: (change, operation, send) => directConnect(placeOf(change), operation, send),
  };
}

const placeOf = ({ target }: RouteChange): AwsPlace => ({
  accountId: target.accountId,
  regionId: target.regionId ?? "",
});
