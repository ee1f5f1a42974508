import type { AssumableRole, SkylaneError } from "@skylane/core";
import { cloudError } from "../_shared/errors.ts";
import type { RoleCredentials } from "./assume-role.ts";
import { fromAwsError } from "./errors.ts";

/** Roles to act with, by account; `undefined` = the credentials at hand. */
export type ActingRoles = Readonly<Record<string, AssumableRole>> | undefined;

/** What a role is for, and what a person is told where it cannot be assumed. */
export interface ActingDuty {
  /** The role's session, which shows in the account's CloudTrail. */
  readonly sessionName: string;
  /** Ends the sentence "Add the account to clouds.aws.accounts, or …". */
  readonly orCorrect: string;
  /** What to do in the account's stack, ends in a comma. */
  readonly inStack: string;
}

/** The account that is meant where none is named: the only one there is; `undefined` = it is open. */
export function accountOf(
  roles: ActingRoles,
  { accountId }: { readonly accountId?: string | undefined },
): string | undefined {
  const [only, another] = Object.keys(roles ?? {});
  return accountId ?? (another === undefined ? only : undefined);
}

/** Credentials for what is written in an account and Region; `undefined` = those at hand, where no roles are configured. */
export type CredentialsFor = (
  accountId: string | undefined,
  regionId: string,
) => (() => Promise<RoleCredentials>) | undefined;

/**
 * Assumes the role of the account, by STS of the same Region, so that no other Region has to be well. What is in no
 * configured account is refused, never written with the credentials at hand.
 */
export function actingCredentials(roles: ActingRoles, duty: ActingDuty): CredentialsFor {
  return (accountId, regionId) => {
    if (!roles) return undefined;
    // what was planned before roles were configured names no account, and has to be put back all the same
    const role = roles[accountOf(roles, { accountId }) ?? ""];
    let credentials: (() => Promise<RoleCredentials>) | undefined;
    return async () => {
      if (!role) throw unknownAccount(accountId, regionId, duty);
      try {
        if (!credentials) {
          const [{ assumedRole }, { STSClient }] = await Promise.all([
            import("./assume-role.ts"),
            import("./sts-sdk.ts"),
          ]);
          const sts = new STSClient({ region: regionId, maxAttempts: 4, requestHandler: HURRY });
          credentials = assumedRole(sts, role, duty.sessionName, { nowMs: Date.now });
        }
        return await credentials();
      } catch (error) {
        throw notAssumed(error, role, regionId, duty);
      }
    };
  };
}

/** A function that acts has 30 s. */
const HURRY = { connectionTimeout: 3_000, requestTimeout: 6_000, throwOnRequestTimeout: true };

const unknownAccount = (accountId: string | undefined, regionId: string, { orCorrect }: ActingDuty): SkylaneError =>
  cloudError(
    "ERR_CLOUD_DENIED",
    `there is no role for account ${accountId ?? "(none)"}, in which a change in ${regionId} would be made. Add the account to clouds.aws.accounts, or ${orCorrect}`,
    { cloud: "aws", operation: "AssumeRole", regionId },
  );

function notAssumed(
  error: unknown,
  { roleArn }: AssumableRole,
  regionId: string,
  { inStack }: ActingDuty,
): SkylaneError {
  const told = fromAwsError(error, `AssumeRole of ${roleArn}`, regionId);
  if (told.name !== "ERR_CLOUD_DENIED") return told;
  return cloudError(
    "ERR_CLOUD_DENIED",
    `${told.message}. In that account's stack of infra/spoke, ${inStack} and use the ExternalId of clouds.aws.roles`,
    told.details,
    error,
  );
}
