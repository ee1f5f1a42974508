import type { CloudFacts, CloudProfile } from "../_shared/define-cloud.ts";
import { regions } from "./regions.ts";
import { ociSlas } from "./slas.ts";
import { ociTariff } from "./tariff.ts";

export const ociProfile = {
  id: "oci",
  displayName: "Oracle Cloud",
  capabilities: ["steer", "discover"],
} as const satisfies CloudProfile;

/** What is known of Oracle Cloud without asking it: no SDK. */
export const ociFacts = {
  profile: ociProfile,
  resolverIp: () => "169.254.169.254",
  regions,
  slas: ociSlas,
  tariff: ociTariff,
} satisfies CloudFacts;
