import { encryptionInTransit, type PolicyRule } from "./rule.ts";

/** PCI DSS 4.0.1: requirement 4.2.1, card data over open, public networks only with strong cryptography. */
export const pciDss: readonly PolicyRule[] = [
  encryptionInTransit("pci-dss", "PCI DSS 4.2.1 wants strong cryptography wherever card data leaves its own network"),
];
