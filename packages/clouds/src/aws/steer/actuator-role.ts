import type { AssumableRole, SkylaneError } from "@skylane/core";
import { cloudError } from "../../_shared/errors.ts";
import type { RoleCredentials } from "../assume-role.ts";
import { fromAwsError } from "../errors.ts";

/** Roles to steer with, by account; `undefined` = the credentials at hand. */
export type ActuatorRoles = Readonly<Record<string, AssumableRole>> | undefined;

/** The account that is meant where none is named: the only one there is; `undefined` = it is open. */
export function accountOf(
  roles: ActuatorRoles,
  { accountId }: { readonly accountId?: string | undefined },
): string | undefined {
  const [only, another] = Object.keys(roles ?? {});
  return accountId ?? (another === undefined ? only : undefined);
}

/** The role's session, which shows in the account's CloudTrail. */
const SESSION_NAME = "skylane-actuator";

/** Credentials for what is written in an account and Region; `undefined` = those at hand, where no roles are configured. */
export type CredentialsFor = (
  accountId: string | undefined,
  regionId: string,
) => (() => Promise<RoleCredentials>) | undefined;

/**
 * Assumes the actuator role of the account, by STS of the same Region, so that no other Region has to be well. What is in no
 * configured account is refused, never written with the credentials at hand.
 */
export function actuatorCredentials(roles: ActuatorRoles): CredentialsFor {
  return (accountId, regionId) => {
    if (!roles) return undefined;
    // what was planned before roles were configured names no account, and has to be put back all the same
    const role = roles[accountOf(roles, { accountId }) ?? ""];
    let credentials: (() => Promise<RoleCredentials>) | undefined;
    return async () => {
      if (!role) throw unknownAccount(accountId, regionId);
      try {
        if (!credentials) {
          const [{ assumedRole }, { STSClient }] = await Promise.all([
            import("../assume-role.ts"),
            import("../sts-sdk.ts"),
          ]);
          const sts = new STSClient({ region: regionId, maxAttempts: 4, requestHandler: HURRY });
          credentials = assumedRole(sts, role, SESSION_NAME, { nowMs: Date.now });
        }
        return await credentials();
      } catch (error) {
        throw notAssumed(error, role, regionId);
      }
    };
  };
}

/** A function that acts has 30 s. */
const HURRY = { connectionTimeout: 3_000, requestTimeout: 6_000, throwOnRequestTimeout: true };

const unknownAccount = (accountId: string | undefined, regionId: string): SkylaneError =>
  cloudError(
    "ERR_CLOUD_DENIED",
    `there is no role for account ${accountId ?? "(none)"}, in which a change in ${regionId} would be made. Add the account to clouds.aws.accounts, or correct accountId in the side's steering settings`,
    { cloud: "aws", operation: "AssumeRole", regionId },
  );

function notAssumed(error: unknown, { roleArn }: AssumableRole, regionId: string): SkylaneError {
  const told = fromAwsError(error, `AssumeRole of ${roleArn}`, regionId);
  if (told.name !== "ERR_CLOUD_DENIED") return told;
  return cloudError(
    "ERR_CLOUD_DENIED",
    `${told.message}. In that account's stack of infra/spoke, set Steering to on, name this function's role in HubActuatorRoleArns, and use the ExternalId of clouds.aws.roles`,
    told.details,
    error,
  );
}
