import type { BalancerUsage } from "../_shared/usage/usage.ts";

/** A forwarding rule of an application load balancer, by its path. */
export const gcpBalancers: BalancerUsage = {
  cloud: "gcp",
  balancerOf(id) {
    const [, accountId, regionId = ""] = /^projects\/([^/]+)\/(?:global|regions\/([^/]+))\//.exec(id) ?? [];
    return accountId === undefined ? undefined : { id, accountId, regionId };
  },
  load: async () => {
    const { readGcpBalancers } = await import("./usage/read-gcp-balancers.ts");
    return readGcpBalancers;
  },
};
