import type { SkylaneConfig } from "@skylane/core";
import type { DiscoveryScopes } from "./discover-clouds.ts";

/** Where the configuration says to look: its accounts and the Regions of any of them. */
export const scopesOf = ({ clouds }: Pick<SkylaneConfig, "clouds">): DiscoveryScopes =>
  Object.fromEntries(
    Object.entries(clouds).map(([cloud, { accounts }]) => [
      cloud,
      {
        accounts: accounts.map(({ id, readRoleArn, regions }) => ({ id, roleArn: readRoleArn, regions })),
        regions: [...new Set(accounts.flatMap(({ regions }) => regions))],
      },
    ]),
  );
