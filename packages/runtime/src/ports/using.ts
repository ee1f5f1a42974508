import { scopesOf } from "@skylane/clouds/discovery-scopes";
import { makeUsage } from "@skylane/clouds/usage";
import { lookingContext } from "./identity.ts";
import type { Port } from "./ports.ts";
import { topologies } from "./state.ts";

/** Half of what the vendors allow at the least, as for a look. */
const CONCURRENCY = 8;
/** Half of the time that its function has: a cloud that is slow is told of, and holds up no other advice. */
const READ_MS = 145_000;

/** How busy the machines of the last topology were, as the clouds of the configuration measure it. */
export const usage: Port<"usage"> = {
  name: "usage",
  async make({ config, clock, the }) {
    const [context, store] = await Promise.all([the(lookingContext), the(topologies)]);
    return {
      async read(window) {
        const latest = await store.latest();
        const scope = {
          services: latest?.topology.services ?? [],
          accounts: scopesOf(config),
          concurrency: CONCURRENCY,
          nowMs: () => clock.nowMs(),
          signal: AbortSignal.timeout(READ_MS),
        };
        return makeUsage(context, scope).read(window);
      },
    };
  },
};
