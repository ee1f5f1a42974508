import type { StoreUsage } from "../_shared/usage/usage.ts";
import { tiersIn } from "./usage/store-tiers.ts";

/** CloudWatch's metrics of S3 buckets. */
export const awsStores: StoreUsage = {
  cloud: "aws",
  tiersIn,
  load: async () => {
    const { readAwsStores } = await import("./usage/read-aws-stores.ts");
    return () => readAwsStores;
  },
};
