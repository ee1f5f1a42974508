/** Regions of Japan, where Direct Connect has prices of its own. */
export const JAPAN = ["ap-northeast-1", "ap-northeast-3"];

/** Every other Region of the public partition and of GovCloud; China has price lists of its own. */
export const OUTSIDE_JAPAN = [
  "us-*",
  "ca-*",
  "mx-*",
  "sa-*",
  "eu-*",
  "af-*",
  "me-*",
  "il-*",
  "ap-east-*",
  "ap-south-*",
  "ap-southeast-*",
  "ap-northeast-2",
];
