import type { BalancerUsage } from "../_shared/usage/usage.ts";

/** An Application Load Balancer, by its ARN. */
export const awsBalancers: BalancerUsage = {
  cloud: "aws",
  balancerOf(id) {
    const [, partition, , regionId = "", accountId = ""] = id.split(":");
    return partition?.startsWith("aws") ? { id, accountId, regionId } : undefined;
  },
  load: async () => {
    const { readAwsBalancers } = await import("./usage/read-aws-balancers.ts");
    return () => readAwsBalancers;
  },
};
