import { describe, expect, it } from "vitest";
import { anInventory } from "../../../../test/support/topologies.ts";
import { bars } from "./look.ts";
import { scopesFrom } from "./scopes.ts";

const config = anInventory({
  clouds: {
    aws: {
      accounts: [{ id: "111122223333", regions: ["us-east-1"], readRoleArn: "arn:aws:iam::111122223333:role/read" }],
    },
    onprem: { accounts: [{ id: "dc1-r1", regions: ["dc1"] }] },
  },
});

describe("cli/discover/scopes", () => {
  it("looks where the configuration says", () => {
    expect(scopesFrom(config, {})).toEqual({
      aws: {
        accounts: [{ id: "111122223333", roleArn: "arn:aws:iam::111122223333:role/read", regions: ["us-east-1"] }],
        regions: ["us-east-1"],
      },
      onprem: { accounts: [{ id: "dc1-r1", regions: ["dc1"] }], regions: ["dc1"] },
    });
  });

  it("looks at every cloud there is when nothing is configured", () => {
    expect(Object.keys(scopesFrom(undefined, {})).sort()).toEqual(["aws", "azure", "gcp", "oci", "onprem"]);
  });

  it("is narrowed by the options; a role to assume names its account", () => {
    const role = "arn:aws:iam::444455556666:role/SkylaneReader";

    expect(scopesFrom(config, { cloud: "aws", regions: "eu-west-1, eu-west-2", accounts: role })).toEqual({
      aws: { accounts: [{ id: "444455556666", roleArn: role }], regions: ["eu-west-1", "eu-west-2"] },
    });
  });

  it("does not guess what cloud was meant, but says which is near", () => {
    expect(() => scopesFrom(config, { cloud: "azur" })).toThrow('There is no cloud "azur". Did you mean "azure"');
  });

  it("draws a bar for each cloud, all its Regions together", () => {
    const step = (cloud: string, doneCount: number, totalCount: number) => ({ cloud, doneCount, totalCount });

    expect(bars([step("aws", 1, 4), step("aws", 4, 6), step("gcp", 3, 3), step("oci", 0, 0)])).toBe(
      "aws █████░░░░░ 5/10  gcp ██████████ 3/3  oci ░░░░░░░░░░ 0/0",
    );
  });
});
