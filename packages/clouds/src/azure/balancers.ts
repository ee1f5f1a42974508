import type { BalancerUsage } from "../_shared/usage/usage.ts";

/** An application gateway, by its resource id. */
export const azureBalancers: BalancerUsage = {
  cloud: "azure",
  balancerOf(id) {
    const [, accountId] = /^\/subscriptions\/([^/]+)\//i.exec(id) ?? [];
    return accountId === undefined ? undefined : { id, accountId, regionId: "" };
  },
  load: async () => {
    const { readAzureBalancers } = await import("./usage/read-azure-balancers.ts");
    return readAzureBalancers;
  },
};
