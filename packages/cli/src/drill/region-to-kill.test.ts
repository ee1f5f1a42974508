import { describe, expect, it } from "vitest";
import { aConfig } from "../../../../test/support/builders.ts";
import { checkIsSeen, pairFor, regionToKill } from "./region-to-kill.ts";

const regions = { home: "us-east-1", standby: "us-west-2" };
const withRegions = aConfig((raw) => ({ ...raw, regions }));

describe("cli/drill/region-to-kill", () => {
  it("reads the Region", () => {
    expect(regionToKill("region:aws:us-east-1")).toBe("us-east-1");
  });

  it.each(["us-east-1", "region:azure:eastus", "region:aws:", "link:dx"])("refuses %s, with an example", (text) => {
    expect(() => regionToKill(text)).toThrow("region:aws:us-east-1");
  });

  it("takes the configuration's pair, and only its home Region may die", () => {
    expect(pairFor(withRegions, "us-east-1")).toEqual(regions);
    expect(() => pairFor(withRegions, "us-west-2")).toThrow("home Region of this configuration is us-east-1");
  });

  it("pairs the Region with another one that is probed from, and says so where there is none", () => {
    const two = aConfig((raw) => ({
      ...raw,
      networks: [...raw.networks, { id: "west-net", cloud: "aws", regionId: "us-west-2", cidrs: ["10.2.0.0/16"] }],
      vantages: [...raw.vantages, { id: "v2", networkId: "west-net" }],
    }));

    expect(pairFor(two, "us-east-1")).toEqual(regions);
    expect(() => pairFor(aConfig(), "us-east-1")).toThrow("two AWS Regions with a vantage are needed");
  });

  it("refuses a group that nobody sees any more", () => {
    const [group] = withRegions.groups;

    expect(() => group && checkIsSeen(withRegions, group, "us-east-1")).toThrow("probed from us-east-1 alone");
    expect(() => group && checkIsSeen(withRegions, group, "us-west-2")).not.toThrow();
  });
});
