import { encryptionInTransit, noPublicEndpoint, type PolicyRule } from "./rule.ts";

/** HIPAA Security Rule, 45 CFR 164.312(e)(1): transmission security of health information; 164.312(a)(1): access control. */
export const hipaa: readonly PolicyRule[] = [
  encryptionInTransit("hipaa", "45 CFR 164.312(e) wants health information guarded against interception on its way"),
  noPublicEndpoint(
    "hipaa",
    "45 CFR 164.312(a) wants access for those only who have rights to it, and a public address is shared",
  ),
];
