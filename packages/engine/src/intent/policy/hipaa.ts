import { encryptionInTransit, type PolicyRule } from "./rule.ts";

/** HIPAA Security Rule, 45 CFR 164.312(e)(1): transmission security of health information. */
export const hipaa: readonly PolicyRule[] = [
  encryptionInTransit("hipaa", "45 CFR 164.312(e) wants health information guarded against interception on its way"),
];
