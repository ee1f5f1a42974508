import type { DirectConnectClient } from "@aws-sdk/client-direct-connect";
import type { EC2Client } from "@aws-sdk/client-ec2";
import { type RouteChange, SkylaneError } from "@skylane/core";
import { fromAwsError } from "../errors.ts";
import type { CredentialsFor } from "./actuator-role.ts";

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

/** A function that acts has 30 s, and the workflow tries again. */
const HOW = {
  maxAttempts: 4,
  retryMode: "adaptive",
  requestHandler: { connectionTimeout: 3_000, requestTimeout: 6_000, throwOnRequestTimeout: true },
} as const;

/** Endpoints are the environment's, and credentials too where `credentialsFor` has none; a client per account and Region is kept. */
export function awsCalls(credentialsFor: CredentialsFor): AwsCalls {
  const how = ({ target }: RouteChange) => {
    const region = target.regionId ?? "";
    const credentials = credentialsFor(target.accountId, region);
    return { region, ...(credentials && { credentials }), ...HOW };
  };
  const ec2In = remembered(async (change) => {
    const sdk = await import("./ec2-sdk.ts");
    return { client: new sdk.EC2Client(how(change)), sdk };
  });
  const directConnectIn = remembered(async (change) => {
    const sdk = await import("./direct-connect-sdk.ts");
    return { client: new sdk.DirectConnectClient(how(change)), sdk };
  });
  return {
    ec2: (change, operation, send) =>
      translated(change, operation, async () => {
        const { client, sdk } = await ec2In(change);
        return send(client, sdk);
      }),
    directConnect: (change, operation, send) =>
      translated(change, operation, async () => {
        const { client, sdk } = await directConnectIn(change);
        return send(client, sdk);
      }),
  };
}

const regionOf = ({ target }: RouteChange): string => target.regionId ?? "";

function remembered<T>(make: (change: RouteChange) => T): (change: RouteChange) => T {
  const known = new Map<string, T>();
  return (change) => {
    const key = `${change.target.accountId}|${change.target.regionId}`;
    const found = known.get(key) ?? make(change);
    known.set(key, found);
    return found;
  };
}

async function translated<T>(change: RouteChange, operation: string, send: () => Promise<T>): Promise<T> {
  try {
    return await send();
  } catch (error) {
    // of the role that could not be assumed
    if (error instanceof SkylaneError) throw error;
    throw fromAwsError(error, operation, regionOf(change));
  }
}

/** True if done; false where AWS refuses it by one of these codes, e.g. because it is so already. */
export async function unlessRefused(codes: readonly string[], run: () => Promise<unknown>): Promise<boolean> {
  try {
    await run();
    return true;
  } catch (error) {
    if (error instanceof SkylaneError && codes.includes(String(error.details.awsCode))) return false;
    throw error;
  }
}
