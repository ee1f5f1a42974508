import { type Check, failed, notChecked, ok, QUICK_MS, type Verdict } from "../check.ts";

/** Whether the credentials are of the account that is meant. */
export function judgeIdentity(
  wantedAccountId: string | undefined,
  { accountId, arn }: { readonly accountId: string; readonly arn: string },
): Verdict {
  if (wantedAccountId === undefined)
    return notChecked(
      `signed in as ${arn}; AWS_ACCOUNT_ID is not set, so there is nothing to compare it with`,
      "AWS_ACCOUNT_ID=<account of the stage> skylane doctor",
    );
  return accountId === wantedAccountId
    ? ok(arn)
    : failed(
        `signed in to account ${accountId} as ${arn}; AWS_ACCOUNT_ID says ${wantedAccountId}`,
        "set AWS_PROFILE to a profile of that account",
      );
}

export const identity: Check = {
  id: "identity",
  timeLimitMs: QUICK_MS,
  look: async ({ accountId, aws }) => [judgeIdentity(accountId, await aws.caller())],
};
