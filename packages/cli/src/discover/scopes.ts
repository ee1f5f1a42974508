import { allClouds, type DiscoveryScopes, scopesOf } from "@skylane/clouds";
import { CloudId, type SkylaneConfig } from "@skylane/core";
import { unknownName } from "../cli-error.ts";

/** What the command line narrows a discovery to; lists separated by commas. */
export interface ScopeOptions {
  readonly cloud?: string;
  readonly regions?: string;
  readonly accounts?: string;
}

const ROLE = /^arn:[\w-]+:iam::(\d{12}):role\/.+/;

/**
 * Where to look: the configuration's clouds, or every cloud if there is none, narrowed by the options. An account may be
 * the ARN of a role to assume in it. @throws CliError for a cloud that is none, with the nearest
 */
export function scopesFrom(config: SkylaneConfig | undefined, options: ScopeOptions): DiscoveryScopes {
  const known = allClouds.map(({ profile }) => profile.id);
  const wanted = listOf(options.cloud).map((id) => {
    const parsed = CloudId.safeParse(id);
    if (!parsed.success) throw unknownName("cloud", id, known);
    return parsed.data;
  });
  const configured = config ? scopesOf(config) : {};
  const clouds = wanted.length > 0 ? wanted : config ? known.filter((id) => configured[id]) : known;
  const regions = listOf(options.regions);
  const accounts = listOf(options.accounts).map((id) => {
    const account = ROLE.exec(id)?.[1];
    return account === undefined ? { id } : { id: account, roleArn: id };
  });
  return Object.fromEntries(
    clouds.map((cloud) => {
      const own = configured[cloud] ?? { accounts: [], regions: [] };
      return [
        cloud,
        {
          accounts: accounts.length > 0 ? accounts : own.accounts,
          regions: regions.length > 0 ? regions : own.regions,
        },
      ];
    }),
  );
}

const listOf = (text: string | undefined): readonly string[] =>
  (text ?? "")
    .split(",")
    .map((one) => one.trim())
    .filter((one) => one !== "");
