import type { CloudFacts, CloudProfile } from "../_shared/define-cloud.ts";
import { secondAddress } from "../_shared/second-address.ts";
import { onpremTariff } from "./tariff.ts";

export const onpremProfile = {
  id: "onprem",
  displayName: "On-premises",
  capabilities: ["steer", "count-packets", "discover", "provision"],
} as const satisfies CloudProfile;

/** What is known of data centres without asking their routers. */
export const onpremFacts = {
  profile: onpremProfile,
  resolverIp: secondAddress,
  tariff: onpremTariff,
} satisfies CloudFacts;
