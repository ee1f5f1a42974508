import { describe, expect, it } from "vitest";
import { aGateway, aNetwork, aSighting } from "../../../../test/support/sightings.ts";
import { aLink, aTopology, places } from "../../../../test/support/topologies.ts";
import { namesOf } from "./names.ts";

const names = namesOf(
  aTopology([], {
    networks: [
      aNetwork({ key: "aws/vpc", name: "prod" }),
      aNetwork({ key: "gcp/projects/p/global/networks/core", name: "" }),
      aNetwork({ key: "azure/vnet", name: " \u3000 " }),
    ],
    gateways: [aGateway({ key: "aws/tgw" })],
  }),
);

describe("cli/report/names", () => {
  it("a thing goes by its name, else by the last part of its id", () => {
    expect(["aws/vpc", "gcp/projects/p/global/networks/core", "aws/tgw", "oci/unheard/"].map(names.of)).toEqual([
      "prod",
      "core",
      "tgw",
      "unheard",
    ]);
  });

  it("a name of blanks is none", () => {
    expect(names.of("azure/vnet")).toBe("vnet");
  });

  it("an end is told with its place, or that it was not seen", () => {
    expect(names.end({ at: "aws/vpc", cloud: "aws", regionId: "us-east-1", networkKeys: [] })).toBe(
      "prod (AWS us-east-1)",
    );
    expect(names.end({ at: "aws/vpc", cloud: "gcp", regionId: "", networkKeys: [] })).toBe("prod (Google Cloud)");
    expect(names.end({ at: "198.51.100.7", networkKeys: [] })).toBe("198.51.100.7 (not seen)");
  });

  it("a link of the inventory goes by its id there, another by the name that an end gives it", () => {
    const one = aSighting({ key: "aws/vpn-1", at: "aws/tgw" });
    const other = aSighting({ key: "azure/vpn-2", at: "azure/gw", name: "to-aws" });
    const link = (isDeclared: boolean, seen = [one, other]) =>
      aLink({ id: "vpn-0123456789", from: places.aws, to: places.azure, isDeclared, sightings: seen });

    expect(names.connection(link(true))).toBe("vpn-0123456789");
    expect(names.connection(link(false))).toBe("to-aws");
    expect(names.connection(link(false, [{ ...one, name: " " }, other]))).toBe("to-aws");
    expect(names.connection(link(false, []))).toBe("vpn-0123456789");
  });
});
