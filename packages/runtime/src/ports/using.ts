import { scopesOf } from "@skylane/clouds/discovery-scopes";
import { makeUsage } from "@skylane/clouds/usage";
import { lookingContext } from "./identity.ts";
import type { Port } from "./ports.ts";
import { topologies } from "./state.ts";

/** Half of what the vendors allow at the least, as for a look. */
const CONCURRENCY = 8;
/** Half of the time that its function has: a cloud that is slow is told of, and holds up no other advice. */
const READ_MS = 145_000;

/** How busy the machines of the last topology were, and how stores are used, as the clouds of the configuration measure it. */
export const usage: Port<"usage"> = {
  name: "usage",
  async make({ config, clock, the }) {
    const [context, store] = await Promise.all([the(lookingContext), the(topologies)]);
    const reader = async () => {
      const latest = await store.latest();
      return makeUsage(context, {
        services: latest?.topology.services ?? [],
        accounts: scopesOf(config),
        concurrency: CONCURRENCY,
        nowMs: () => clock.nowMs(),
        signal: AbortSignal.timeout(READ_MS),
      });
    };
    return {
      read: async (window) => (await reader()).read(window),
      readRequests: async (loadBalancers, window) => (await reader()).readRequests(loadBalancers, window),
      readStores: async (window) => (await reader()).readStores(window),
    };
  },
};
