import type { CloudId } from "@skylane/core";
import { fold } from "../text/clean-text.ts";
import { REGION_NAMES } from "./region-names.ts";

/** A Region of a cloud. */
export interface RegionOfCloud {
  readonly cloud: CloudId;
  readonly regionId: string;
}

/** A phrase as phrases are compared: folded, one blank in the place of `-`, `_`, `.` and blanks. */
export const phraseOf = (words: string): string =>
  fold(words)
    .replaceAll(/[-_.\s]+/g, " ")
    .trim();

/** Every Region a phrase can mean: ids (`us-east-1`, `us east 1`) and the vendors' names (`N. Virginia`, `East US`). */
export const REGIONS_BY_PHRASE: ReadonlyMap<string, readonly RegionOfCloud[]> = regionsByPhrase();

function regionsByPhrase(): ReadonlyMap<string, readonly RegionOfCloud[]> {
  const found = new Map<string, RegionOfCloud[]>();
  for (const [cloud, regions] of Object.entries(REGION_NAMES) as [
    CloudId,
    Readonly<Record<string, readonly string[]>>,
  ][])
    for (const [regionId, names] of Object.entries(regions))
      for (const phrase of new Set([regionId, ...names].map(phraseOf)))
        found.set(phrase, [...(found.get(phrase) ?? []), { cloud, regionId }]);
  return found;
}

/** True if a Region is meant by what somebody said: its id, or one of its names. */
export const isRegionSaid = (said: string, { cloud, regionId }: RegionOfCloud): boolean =>
  phraseOf(said) === phraseOf(regionId) ||
  (REGIONS_BY_PHRASE.get(phraseOf(said)) ?? []).some((one) => one.cloud === cloud && one.regionId === regionId);
