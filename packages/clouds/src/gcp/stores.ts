import type { StoreUsage } from "../_shared/usage/usage.ts";
import { tiersIn } from "./usage/store-tiers.ts";

/** Cloud Monitoring's metrics of buckets. */
export const gcpStores: StoreUsage = {
  cloud: "gcp",
  tiersIn,
  load: async () => {
    const { readGcpStores } = await import("./usage/read-gcp-stores.ts");
    return readGcpStores;
  },
};
