import { parseConfig } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { generateEstate, generateInventory } from "./generate-estate.ts";

const resourcesOf = (resourceCount: number): number =>
  generateEstate({ resourceCount }).networks.reduce((sum, network) => sum + Number(network.resourceCount ?? 0), 0);

describe("cli/estate/generate-estate", () => {
  it.each([1, 14, 15, 847, 22_000, 50_000])("holds exactly %i resources", (count) => {
    expect(resourcesOf(count)).toBe(count);
  });

  it("comes with an inventory that holds, of all its accounts and tunnels", () => {
    const estate = generateEstate({ resourceCount: 847 });
    const config = parseConfig(generateInventory(estate), "generated");

    expect(Object.keys(config.clouds)).toEqual(["aws", "azure", "gcp", "oci", "onprem"]);
    expect(config.clouds.onprem?.accounts).toHaveLength(4);
    expect(config.connections).toHaveLength(30);
    expect(config.flows.length).toBeGreaterThan(0);
  });

  it("is the same each time, with ranges that do not meet", () => {
    const once = generateEstate({ resourceCount: 5_000 });
    const cidrs = once.networks.flatMap((network) => network.cidrs as string[]);

    expect(generateEstate({ resourceCount: 5_000 })).toEqual(once);
    expect(new Set(cidrs).size).toBe(cidrs.length);
  });
});
