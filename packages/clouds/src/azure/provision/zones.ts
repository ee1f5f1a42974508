/**
 * Regions without availability zones: an address there has none, elsewhere that of a gateway must have them.
 * @see https://learn.microsoft.com/azure/reliability/regions-list (read 2026-11)
 */
const WITHOUT_ZONES = [
  "australiacentral",
  "australiacentral2",
  "australiasoutheast",
  "brazilsoutheast",
  "canadaeast",
  "francesouth",
  "germanynorth",
  "jioindiacentral",
  "jioindiawest",
  "koreasouth",
  "northcentralus",
  "norwaywest",
  "southafricawest",
  "southindia",
  "switzerlandwest",
  "uaecentral",
  "ukwest",
  "westcentralus",
  "westindia",
  "westus",
];

/** The zones that a zone-redundant object names in a Region; none where there are none. */
export const zonesOf = (regionId: string) => (WITHOUT_ZONES.includes(regionId) ? {} : { zones: ["1", "2", "3"] });
