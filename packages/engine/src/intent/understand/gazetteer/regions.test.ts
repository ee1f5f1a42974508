import { describe, expect, it } from "vitest";
import { allFacts } from "../../../../../clouds/src/_facts.gen.ts";
import { REGION_NAMES } from "./region-names.ts";
import { isRegionSaid, phraseOf, REGIONS_BY_PHRASE } from "./regions.ts";

describe("engine/intent/understand/gazetteer/regions", () => {
  it.each(["East US", "eastus", "East-US", "EASTUS"])("reads %s as eastus", (said) => {
    expect(REGIONS_BY_PHRASE.get(phraseOf(said))).toEqual([{ cloud: "azure", regionId: "eastus" }]);
  });

  it("knows every Region that a city can mean", () => {
    const all = REGIONS_BY_PHRASE.get("frankfurt")?.map(({ cloud, regionId }) => `${cloud} ${regionId}`);

    expect(all).toEqual(["aws eu-central-1", "azure germanywestcentral", "gcp europe-west3", "oci eu-frankfurt-1"]);
  });

  it("names each Region that the adapters know, and no other", () => {
    const named = Object.entries(REGION_NAMES).map(([cloud, names]) => [cloud, Object.keys(names).sort()]);
    const known = allFacts.flatMap((facts) =>
      "regions" in facts ? [[facts.profile.id, Object.keys(facts.regions).sort()]] : [],
    );

    expect(named.sort()).toEqual(known.sort());
  });

  it("tells us-east-1 of one cloud from us-east1 of another", () => {
    expect(isRegionSaid("us-east-1", { cloud: "aws", regionId: "us-east-1" })).toBe(true);
    expect(isRegionSaid("us-east-1", { cloud: "gcp", regionId: "us-east1" })).toBe(false);
    expect(isRegionSaid("us east 1", { cloud: "aws", regionId: "us-east-1" })).toBe(true);
  });
});
