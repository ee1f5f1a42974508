import type { CloudId } from "@skylane/core";

/** What people call the clouds. */
export const CLOUD_NAMES: Readonly<Record<CloudId, readonly string[]>> = {
  aws: ["aws", "amazon", "amazon web services", "amazon aws"],
  azure: ["azure", "microsoft azure", "ms azure"],
  gcp: ["gcp", "google cloud", "google cloud platform", "google"],
  oci: ["oci", "oracle cloud", "oracle cloud infrastructure"],
  onprem: [
    "onprem",
    "on prem",
    "on premise",
    "on premises",
    "onpremise",
    "onpremises",
    "data center",
    "data centre",
    "datacenter",
    "datacentre",
    "rechenzentrum",
    "centre de donnees",
    "centro de datos",
  ],
};
