import { encryptionInTransit, type PolicyRule } from "./rule.ts";

/** SOC 2, trust services criterion CC6.7: information is protected while it is transmitted (AICPA TSP 100). */
export const soc2: readonly PolicyRule[] = [
  encryptionInTransit("soc2", "criterion CC6.7 wants information protected while it is transmitted"),
];
