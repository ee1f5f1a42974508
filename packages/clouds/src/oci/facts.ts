import type { CloudFacts } from "../_shared/define-cloud.ts";
import { regions } from "./regions.ts";
import { ociSlas } from "./slas.ts";
import { ociTariff } from "./tariff.ts";

/** What is known of Oracle Cloud without asking it: no SDK. */
export const ociFacts = {
  profile: { id: "oci", displayName: "Oracle Cloud", capabilities: ["steer", "discover"] },
  regions,
  slas: ociSlas,
  tariff: ociTariff,
} satisfies CloudFacts;
