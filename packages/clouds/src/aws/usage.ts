import type { Usage } from "../_shared/usage/usage.ts";
import { smallerSizes } from "./usage/sizes.ts";

/** CloudWatch's metrics of EC2 instances. */
export const awsUsage: Usage = {
  cloud: "aws",
  measures: ({ kind }) => kind === "ec2-instance",
  smallerSizes,
  load: async () => {
    const { readAwsUsage } = await import("./usage/read-aws-usage.ts");
    return () => readAwsUsage();
  },
};
