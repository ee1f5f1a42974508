/** Regions of North America, which have the prices of zone 1. */
export const NORTH_AMERICA = [
  "canadacentral",
  "canadaeast",
  "centralus",
  "eastus",
  "eastus2",
  "northcentralus",
  "southcentralus",
  "westcentralus",
  "westus",
  "westus2",
  "westus3",
];

/** Regions of Europe, zone 1 as well. */
export const EUROPE = [
  "austriaeast",
  "belgiumcentral",
  "denmarkeast",
  "francecentral",
  "francesouth",
  "germanynorth",
  "germanywestcentral",
  "italynorth",
  "northeurope",
  "norwayeast",
  "norwaywest",
  "polandcentral",
  "spaincentral",
  "swedencentral",
  "swedensouth",
  "switzerlandnorth",
  "switzerlandwest",
  "uksouth",
  "ukwest",
  "westeurope",
];

export const ZONE_1 = [...NORTH_AMERICA, ...EUROPE];

/** Asia, Australia and the Pacific: zone 2. */
export const ZONE_2 = [
  "australiacentral",
  "australiacentral2",
  "australiaeast",
  "australiasoutheast",
  "centralindia",
  "eastasia",
  "indonesiacentral",
  "japaneast",
  "japanwest",
  "jioindiacentral",
  "jioindiawest",
  "koreacentral",
  "koreasouth",
  "malaysiawest",
  "newzealandnorth",
  "southeastasia",
  "southindia",
  "taiwannorth",
  "westindia",
];

/** ExpressRoute goes by the place of the circuit's peering, for which the Region stands here: Canberra is in zone 1, Israel in 2. */
const CANBERRA = ["australiacentral", "australiacentral2"];
export const EXPRESS_ROUTE_ZONE_1 = [...ZONE_1, ...CANBERRA];
export const EXPRESS_ROUTE_ZONE_2 = [...ZONE_2.filter((id) => !CANBERRA.includes(id)), "israelcentral"];
/** South America, the Middle East, Africa; Mexico is a zone of its own. */
export const EXPRESS_ROUTE_ZONE_3 = [
  "brazilsouth",
  "brazilsoutheast",
  "chilecentral",
  "qatarcentral",
  "southafricanorth",
  "southafricawest",
  "uaecentral",
  "uaenorth",
];

/** The same, as places that data goes to. */
export const toAzure = (regions: readonly string[]): string[] => regions.map((id) => `azure:${id}`);
