/** Beginnings of the ids of Regions, by what Google Cloud counts as one continent. Mexico is in none: its prices are not known. */
export const NORTH_AMERICA = ["us-*", "northamerica-northeast*"];
export const EUROPE = ["europe-*"];
export const ASIA = [
  "asia-east*",
  "asia-northeast*",
  "asia-south1",
  "asia-south2",
  "asia-southeast1",
  "asia-southeast3",
];
export const SOUTH_AMERICA = ["southamerica-*"];
export const MIDDLE_EAST_AFRICA = ["me-*", "africa-*"];
/** Priced apart from Asia and from one another's continent. */
export const INDONESIA_OCEANIA = ["asia-southeast2", "australia-*"];

/** Regions of the European Union and the United Kingdom; `europe-west6` is in Switzerland. */
export const EU_AND_UK = [
  "europe-central2",
  "europe-north1",
  "europe-north2",
  "europe-southwest1",
  "europe-west1",
  "europe-west2",
  "europe-west3",
  "europe-west4",
  "europe-west8",
  "europe-west9",
  "europe-west10",
  "europe-west12",
];

/** The same, as places that data goes to. */
export const toGoogle = (regions: readonly string[]): string[] => regions.map((id) => `gcp:${id}`);
