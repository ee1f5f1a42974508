import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { DirectConnectClient } from "@aws-sdk/client-direct-connect";
import { EC2Client } from "@aws-sdk/client-ec2";
import type { LambdaClient } from "@aws-sdk/client-lambda";
import { NetworkManagerClient } from "@aws-sdk/client-networkmanager";
import type { RDSClient } from "@aws-sdk/client-rds";
import { GetCallerIdentityCommand, STSClient, type STSClientConfig } from "@aws-sdk/client-sts";
import type { DiscoveryRequest } from "@skylane/core";
import type { Scan } from "../../_shared/scan.ts";
import { assumedRole } from "../assume-role.ts";
import { retryPatiently } from "./retry-patiently.ts";

/** Clients of one account in one Region. */
export interface AwsClients {
  readonly ec2: EC2Client;
  readonly directConnect: DirectConnectClient;
  readonly cloudWatch: CloudWatchClient;
  readonly networkManager: NetworkManagerClient;
  /** Made and loaded when they are first needed. */
  readonly services: () => Promise<ServiceClients>;
}

/** Clients of what runs in networks; the SDKs' commands are loaded with them. */
export interface ServiceClients {
  readonly lambda: LambdaClient;
  readonly rds: RDSClient;
}

/** An account that can be looked into. */
export interface AwsAccount {
  readonly id: string;
  clientsIn(regionId: string): AwsClients;
}

type Credentials = STSClient["config"]["credentials"] | NonNullable<STSClientConfig["credentials"]>;

/** Throttled calls are made again by the SDK, slower each time. */
const HOW = {
  maxAttempts: 10,
  retryMode: "adaptive",
  requestHandler: { connectionTimeout: 5_000, requestTimeout: 30_000, throwOnRequestTimeout: true },
} as const;

/** The role's session, which shows in the account's CloudTrail. */
const SESSION_NAME = "skylane-discovery";

/** These credentials are of another account than the one to be looked into, and no role is named. */
export class WrongAccountError extends Error {
  override readonly name = "WrongAccountError";
}

/**
 * The accounts of a request: by their roles where they name one, else with the credentials at hand, which are asked whose they
 * are. Endpoints are the vendor's, or what `AWS_ENDPOINT_URL` says. An account that cannot be entered is a gap of the scan.
 */
export async function openAccounts(
  { accounts, signal, nowMs }: Pick<DiscoveryRequest, "accounts" | "signal" | "nowMs">,
  homeRegionId: string,
  scan: Scan,
): Promise<readonly AwsAccount[]> {
  const sts = retryPatiently(new STSClient({ region: homeRegionId, ...HOW }));
  const options = signal ? { abortSignal: signal } : {};
  const wanted = [...new Map(accounts.map((account) => [account.id, account])).values()];
  const identity =
    wanted.length > 0 && wanted.every(({ roleArn }) => roleArn !== undefined)
      ? undefined
      : await scan.call({ accountId: "", regionId: "", operation: "sts:GetCallerIdentity" }, async () => {
          const { Account } = await sts.send(new GetCallerIdentityCommand({}), options);
          if (Account === undefined) throw new Error("STS does not say of which account these credentials are");
          return Account;
        });
  if (wanted.length === 0) return identity === undefined ? [] : [accountWith(identity, sts.config.credentials)];
  const opened = wanted.map(async ({ id, roleArn, externalId }): Promise<readonly AwsAccount[]> => {
    if (roleArn === undefined && identity === undefined) return [];
    const credentials = await scan.call(
      { accountId: id, regionId: "", operation: "sts:AssumeRole" },
      async (): Promise<Credentials> => {
        if (roleArn !== undefined) {
          const credentials = assumedRole(sts, { roleArn, externalId }, SESSION_NAME, { nowMs, signal });
          await credentials();
          return credentials;
        }
        if (identity === id) return sts.config.credentials;
        throw new WrongAccountError(`these credentials are of account ${identity}, not of ${id}`);
      },
    );
    return credentials ? [accountWith(id, credentials)] : [];
  });
  return (await Promise.all(opened)).flat();
}

/** Clients are made when they are needed: most Regions are empty. */
function accountWith(id: string, credentials: Credentials): AwsAccount {
  const byRegion = new Map<string, AwsClients>();
  return {
    id,
    clientsIn(regionId) {
      const known = byRegion.get(regionId);
      if (known) return known;
      const how = { region: regionId, credentials, ...HOW };
      const made: AwsClients = {
        ec2: retryPatiently(new EC2Client(how)),
        directConnect: retryPatiently(new DirectConnectClient(how)),
        cloudWatch: retryPatiently(new CloudWatchClient(how)),
        networkManager: retryPatiently(new NetworkManagerClient(how)),
        async services() {
          const sdk = await import("./services-sdk.ts");
          return {
            lambda: retryPatiently(new sdk.LambdaClient(how)),
            rds: retryPatiently(new sdk.RDSClient(how)),
          };
        },
      };
      byRegion.set(regionId, made);
      return made;
    },
  };
}
