import { scopesOf } from "@skylane/clouds/discovery-scopes";
import { makeMeter } from "@skylane/clouds/meter";
import { lookingContext } from "./identity.ts";
import type { Port } from "./ports.ts";
import { topologies } from "./state.ts";

/** Half of what the vendors allow at the least, as for a look. */
const CONCURRENCY = 8;

/** What the links of the last topology carry, as the clouds of the configuration count it. */
export const meter: Port<"meter"> = {
  name: "meter",
  async make({ config, clock, the }) {
    const [context, store] = await Promise.all([the(lookingContext), the(topologies)]);
    return {
      async read(window) {
        const latest = await store.latest();
        const scope = {
          topology: latest?.topology ?? { connections: [] },
          accounts: scopesOf(config),
          concurrency: CONCURRENCY,
          nowMs: () => clock.nowMs(),
        };
        return makeMeter(context, scope).read(window);
      },
    };
  },
};
