import * as z from "zod";

const RoleName = z.string().regex(/^[\w+=,.@-]{1,64}$/, "must be the name of a role, not its ARN");

/** The roles that the template for accounts makes in each of them (docs/operations/accounts.md). */
export const AccountRoles = z.strictObject({
  /** Assumed to look. */
  observer: RoleName.default("skylane-observer"),
  /** Assumed to steer. */
  actuator: RoleName.default("skylane-actuator"),
  /** Assumed to build what a connection needs. */
  provisioner: RoleName.default("skylane-provisioner"),
  /** What the roles' trust asks for beside the caller. Not a secret, but yours alone: it keeps others from lending themselves your accounts. */
  externalId: z.string().regex(/^[\w+=,.@:/-]{16,1224}$/, "must be 16 to 1,224 letters, digits or any of _+=,.@:/-"),
});
export type AccountRoles = z.infer<typeof AccountRoles>;

/** A role to assume, and what its trust asks for. */
export interface AssumableRole {
  readonly roleArn: string;
  readonly externalId?: string | undefined;
}

interface Accounts {
  readonly roles?: AccountRoles | undefined;
  readonly accounts: readonly { readonly id: string; readonly readRoleArn?: string | undefined }[];
}

const roleIn = (accountId: string, name: string): string => `arn:aws:iam::${accountId}:role/${name}`;

/** The role to look at an account with: the account's own `readRoleArn`, else the observer; `undefined` = the credentials at hand. */
export function observerRole({ roles }: Accounts, account: Accounts["accounts"][number]): AssumableRole | undefined {
  const roleArn = account.readRoleArn ?? (roles && roleIn(account.id, roles.observer));
  return roleArn === undefined ? undefined : { roleArn, externalId: roles?.externalId };
}

/** The role to look at the account of that number with; `undefined` = the credentials at hand, or it is not in the configuration. */
export function observerRoleOf(own: Accounts | undefined, accountId: string): AssumableRole | undefined {
  const account = own?.accounts.find(({ id }) => id === accountId);
  return own && account && observerRole(own, account);
}

/** The roles to steer with, by account; `undefined` = the credentials at hand steer. */
export const actuatorRoles = (own: Accounts | undefined): Readonly<Record<string, AssumableRole>> | undefined =>
  rolesToAct(own, "actuator");

/** The roles to build with, by account; `undefined` = the credentials at hand build. */
export const provisionerRoles = (own: Accounts | undefined): Readonly<Record<string, AssumableRole>> | undefined =>
  rolesToAct(own, "provisioner");

function rolesToAct(
  own: Accounts | undefined,
  duty: "actuator" | "provisioner",
): Readonly<Record<string, AssumableRole>> | undefined {
  if (!own?.roles) return undefined;
  const { [duty]: name, externalId } = own.roles;
  return Object.fromEntries(own.accounts.map(({ id }) => [id, { roleArn: roleIn(id, name), externalId }]));
}

/** Adds an issue where roles are named that could not be assumed: of another cloud than AWS, or of what is no account's number. */
export function checkAccountRoles(
  { clouds }: { readonly clouds: Readonly<Partial<Record<string, Accounts>>> },
  context: z.RefinementCtx,
): void {
  for (const [cloud, own] of Object.entries(clouds)) {
    if (!own?.roles) continue;
    if (cloud !== "aws")
      context.addIssue({
        code: "custom",
        path: ["clouds", cloud, "roles"],
        message: "is for AWS alone; the other clouds know Skylane by its own identity there",
      });
    else
      own.accounts.forEach(({ id }, i) => {
        if (!/^\d{12}$/.test(id))
          context.addIssue({
            code: "custom",
            path: ["clouds", cloud, "accounts", i, "id"],
            message: `"${id}" is no account with roles; write its number of 12 digits, in quotes`,
          });
      });
  }
}
