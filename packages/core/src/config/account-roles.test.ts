import { describe, expect, it } from "vitest";
import { AccountRoles, actuatorRoles, observerRole } from "./account-roles.ts";

const externalId = "6f0c1c1f9b7e4d52";
const roles = AccountRoles.parse({ externalId });
const account = { id: "111122223333" };

describe("core/config/account-roles", () => {
  it("finds the template's roles by their names in each account", () => {
    expect(observerRole({ roles, accounts: [account] }, account)).toEqual({
      roleArn: "arn:aws:iam::111122223333:role/skylane-observer",
      externalId,
    });
    expect(actuatorRoles({ roles, accounts: [account, { id: "444455556666" }] })).toEqual({
      "111122223333": { roleArn: "arn:aws:iam::111122223333:role/skylane-actuator", externalId },
      "444455556666": { roleArn: "arn:aws:iam::444455556666:role/skylane-actuator", externalId },
    });
  });

  it("looks with the role that an account names for itself, and never steers with it", () => {
    const own = { ...account, readRoleArn: "arn:aws:iam::111122223333:role/Audit" };

    expect(observerRole({ roles, accounts: [own] }, own)).toEqual({ roleArn: own.readRoleArn, externalId });
    expect(observerRole({ accounts: [own] }, own)).toEqual({ roleArn: own.readRoleArn });
    expect(actuatorRoles({ accounts: [own] })).toBeUndefined();
  });

  it("uses the credentials at hand where no roles are named", () => {
    expect(observerRole({ accounts: [account] }, account)).toBeUndefined();
    expect(actuatorRoles({ accounts: [account] })).toBeUndefined();
  });
});
