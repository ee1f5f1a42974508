import { encryptionInTransit, noPublicEndpoint, type PolicyRule } from "./rule.ts";

/**
 * PCI DSS 4.0.1: requirement 4.2.1, card data over open, public networks only with strong cryptography; requirement 1.4.4, what stores
 * card data is not directly accessible from untrusted networks.
 */
export const pciDss: readonly PolicyRule[] = [
  encryptionInTransit("pci-dss", "PCI DSS 4.2.1 wants strong cryptography wherever card data leaves its own network"),
  noPublicEndpoint("pci-dss", "PCI DSS 1.4.4 wants what stores card data not to be accessible from untrusted networks"),
];
