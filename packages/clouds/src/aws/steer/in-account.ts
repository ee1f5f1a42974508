import type { Actuator, MoveRequest } from "@skylane/core";
import * as z from "zod";
import { type ActingRoles, accountOf } from "../acting-role.ts";

type Settings = Readonly<Record<string, string>>;

/** Settings with `accountId` beside them: whose route table it is. It may be left out where there is one account to choose from. */
export const withAccount = <Own extends Settings>(
  own: z.ZodType<Own>,
  roles: ActingRoles,
): z.ZodType<Own & { readonly accountId?: string }> =>
  z.record(z.string(), z.string()).transform(({ accountId, ...rest }, context) => {
    const complain = (message: string): void => context.addIssue({ code: "custom", path: ["accountId"], message });
    if (accountId !== undefined && !/^\d{12}$/.test(accountId))
      complain("must be the number of an account, 12 digits in quotes");
    else if (roles && accountId !== undefined && !Object.hasOwn(roles, accountId))
      complain(`names ${accountId}, which is not in clouds.aws.accounts; add it there or correct the number`);
    else if (roles && accountOf(roles, { accountId }) === undefined)
      complain("is needed where clouds.aws.accounts has several: say in whose account this is changed");
    const parsed = own.safeParse(rest);
    if (parsed.success) return { ...parsed.data, ...(accountId !== undefined && { accountId }) };
    for (const issue of parsed.error.issues)
      context.addIssue({ code: "custom", path: issue.path, message: issue.message });
    return z.NEVER;
  });

/** The same actuator for settings that say whose account it works in; the account stands in each change it plans. */
export const inAccount =
  (roles: ActingRoles) =>
  (actuator: Actuator): Actuator => ({
    ...actuator,
    settings: withAccount(actuator.settings, roles),
    plan(request: MoveRequest) {
      const { accountId: said, ...settings } = request.settings;
      const accountId = accountOf(roles, { accountId: said });
      const changes = actuator.plan({ ...request, settings });
      if (accountId === undefined) return changes;
      return changes.map((change) => ({ ...change, target: { ...change.target, accountId } }));
    },
  });
