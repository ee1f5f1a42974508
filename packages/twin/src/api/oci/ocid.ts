import { createHash } from "node:crypto";

/** Older Regions are written short in OCIDs, later ones in full; the three letters also stand in the list of subscriptions. */
const REGION_KEYS: Readonly<Record<string, string>> = {
  "us-ashburn-1": "iad",
  "us-phoenix-1": "phx",
  "eu-frankfurt-1": "fra",
  "uk-london-1": "lhr",
  "ap-tokyo-1": "nrt",
  "ap-singapore-1": "sin",
  "ap-mumbai-1": "bom",
  "ap-sydney-1": "syd",
  "eu-amsterdam-1": "ams",
  "ca-toronto-1": "yyz",
  "sa-saopaulo-1": "gru",
};
const SHORT_IN_OCIDS: readonly string[] = ["us-ashburn-1", "us-phoenix-1"];
const BASE32 = "abcdefghijklmnopqrstuvwxyz234567";
const UNIQUE_LENGTH = 60;

/** Three letters, for Regions that are not in the table made of the place's name. */
export const regionKey = (regionId: string): string =>
  REGION_KEYS[regionId] ?? (regionId.split("-")[1] ?? regionId).slice(0, 3);

/** `ocid1.vcn.oc1.iad.aaaa…`: always the same for the same thing of the estate. */
export const ocid = (kind: string, regionId: string, ...parts: readonly string[]): string =>
  `ocid1.${kind}.oc1.${SHORT_IN_OCIDS.includes(regionId) ? regionKey(regionId) : regionId}.${unique([kind, ...parts].join("|"))}`;

function unique(text: string): string {
  const digits = [...createHash("sha256").update(text).digest()].map((byte) => BASE32[byte % BASE32.length]).join("");
  return digits.padStart(UNIQUE_LENGTH, "a");
}
