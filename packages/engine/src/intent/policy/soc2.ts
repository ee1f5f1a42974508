import { encryptionInTransit, noPublicEndpoint, type PolicyRule } from "./rule.ts";

/** SOC 2, trust services criteria CC6.7: information is protected while it is transmitted, and CC6.6: access from outside (AICPA TSP 100). */
export const soc2: readonly PolicyRule[] = [
  encryptionInTransit("soc2", "criterion CC6.7 wants information protected while it is transmitted"),
  noPublicEndpoint("soc2", "criterion CC6.6 wants systems guarded against threats from outside of their boundaries"),
];
