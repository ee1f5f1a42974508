import type { StoreUsage } from "../_shared/usage/usage.ts";
import { tiersIn } from "./usage/store-tiers.ts";

/** Azure Monitor's metrics of the blobs of storage accounts. */
export const azureStores: StoreUsage = {
  cloud: "azure",
  tiersIn,
  load: async () => {
    const { readAzureStores } = await import("./usage/read-azure-stores.ts");
    return readAzureStores;
  },
};
