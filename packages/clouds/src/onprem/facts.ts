import type { CloudFacts } from "../_shared/define-cloud.ts";
import { onpremTariff } from "./tariff.ts";

/** What is known of data centres without asking their routers. */
export const onpremFacts = {
  profile: { id: "onprem", displayName: "On-premises", capabilities: ["steer", "count-packets", "discover"] },
  tariff: onpremTariff,
} satisfies CloudFacts;
