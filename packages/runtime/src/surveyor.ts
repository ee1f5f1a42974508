import type { Cloud, CloudContext } from "@skylane/clouds";
import { scopesOf } from "@skylane/clouds/discovery-scopes";
import { lookAt } from "@skylane/clouds/look-at";
import type { Clock, CloudDiscovery, SkylaneConfig, Surveyor } from "@skylane/core";
import { coreError } from "@skylane/core";

/** Half of what the vendors allow at the least, so that a look never starves a move of its calls. */
const CONCURRENCY = 16;

/** Looks at the accounts and Regions the configuration names, in these clouds. @throws ERR_CONFIG_INVALID for another, and one it does not name */
export const surveyorOf = (
  clouds: readonly Cloud[],
  context: CloudContext,
  config: SkylaneConfig,
  clock: Clock,
): Surveyor => ({
  async look(id): Promise<CloudDiscovery> {
    const cloud = clouds.find(({ profile }) => profile.id === id);
    const scope = scopesOf(config)[id];
    if (scope && cloud?.discover)
      return lookAt(cloud, cloud.discover, context, { concurrency: CONCURRENCY, nowMs: () => clock.nowMs(), ...scope });
    throw coreError("ERR_CONFIG_INVALID", `clouds.${id}: is not configured, so there is nowhere to look`);
  },
});
