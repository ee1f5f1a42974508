import type { DirectConnectClient } from "@aws-sdk/client-direct-connect";
import { EC2Client } from "@aws-sdk/client-ec2";
import { type RouteChange, SkylaneError } from "@skylane/core";
import { fromAwsError } from "../errors.ts";

/** What actuators call AWS with, in the Region of a change. */
export interface AwsCalls {
  /** @throws one of the clouds' errors, in the words of the operation */
  ec2<T>(change: RouteChange, operation: string, send: (client: EC2Client) => Promise<T>): Promise<T>;
  /** The same; Direct Connect's SDK is loaded by the first call. */
  directConnect<T>(
    change: RouteChange,
    operation: string,
    send: (client: DirectConnectClient) => Promise<T>,
  ): Promise<T>;
}

/** A function that acts has 30 s, and the workflow tries again. */
const HOW = {
  maxAttempts: 4,
  retryMode: "adaptive",
  requestHandler: { connectionTimeout: 3_000, requestTimeout: 6_000 },
} as const;

/** Endpoints and credentials are the environment's; a client per Region is kept. */
export function awsCalls(): AwsCalls {
  const ec2In = remembered((region) => new EC2Client({ region, ...HOW }));
  const directConnectIn = remembered(async (region) => {
    const { DirectConnectClient } = await import("@aws-sdk/client-direct-connect");
    return new DirectConnectClient({ region, ...HOW });
  });
  return {
    ec2: (change, operation, send) => translated(change, operation, () => send(ec2In(regionOf(change)))),
    directConnect: (change, operation, send) =>
      translated(change, operation, async () => send(await directConnectIn(regionOf(change)))),
  };
}

const regionOf = ({ target }: RouteChange): string => target.regionId ?? "";

function remembered<T>(make: (regionId: string) => T): (regionId: string) => T {
  const known = new Map<string, T>();
  return (regionId) => {
    const found = known.get(regionId) ?? make(regionId);
    known.set(regionId, found);
    return found;
  };
}

async function translated<T>(change: RouteChange, operation: string, send: () => Promise<T>): Promise<T> {
  try {
    return await send();
  } catch (error) {
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
