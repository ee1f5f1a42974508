import { observerRole, type SkylaneConfig } from "@skylane/core";
import type { DiscoveryScopes } from "./discover-clouds.ts";

/** Where the configuration says to look: its accounts and the Regions of any of them. */
export const scopesOf = ({ clouds }: Pick<SkylaneConfig, "clouds">): DiscoveryScopes =>
  Object.fromEntries(
    Object.entries(clouds).map(([cloud, { accounts, ...own }]) => [
      cloud,
      {
        accounts: accounts.map((account) => ({
          id: account.id,
          ...observerRole({ ...own, accounts }, account),
          regions: account.regions,
        })),
        regions: [...new Set(accounts.flatMap(({ regions }) => regions))],
      },
    ]),
  );
