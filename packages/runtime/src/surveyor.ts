import { type CloudContext, discoverClouds, scopesOf } from "@skylane/clouds";
import type { Clock, CloudDiscovery, SkylaneConfig, Surveyor } from "@skylane/core";
import { coreError } from "@skylane/core";

/** Half of what the vendors allow at the least, so that a look never starves a move of its calls. */
const CONCURRENCY = 16;

/** Looks at the accounts and Regions the configuration names. @throws ERR_CONFIG_INVALID for a cloud it does not name */
export const surveyor = (context: CloudContext, config: SkylaneConfig, clock: Clock): Surveyor => ({
  async look(cloud): Promise<CloudDiscovery> {
    const scope = scopesOf(config)[cloud];
    const [seen] = scope
      ? await discoverClouds(context, { [cloud]: scope }, { concurrency: CONCURRENCY, nowMs: () => clock.nowMs() })
      : [];
    if (seen) return seen;
    throw coreError("ERR_CONFIG_INVALID", `clouds.${cloud}: is not configured, so there is nowhere to look`);
  },
});
