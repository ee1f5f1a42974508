import { describe, expect, it } from "vitest";
import { priceOfAttachment, priceOfPort, priceOfVpn } from "./link-months.ts";

describe("clouds/aws/prices/link-months", () => {
  it.each([
    [10_000, false, "us-east-1", 1_642.5],
    [10_000, false, "ap-northeast-1", 1_563.66],
    [10_000, true, "us-east-1", 1_810.4],
    [500, true, "eu-west-1", 146],
    [500, false, "us-east-1", undefined],
    [undefined, false, "us-east-1", undefined],
  ])("has a month of a port of %s Mbps (hosted: %s) in %s at %s USD", (mbps, isHosted, regionId, monthlyUsd) => {
    const price = priceOfPort(mbps, { isHosted, regionId });

    expect(price?.monthlyUsd).toBe(monthlyUsd);
    if (price) expect(price).toMatchObject({ source: expect.stringContaining("Direct Connect"), asOf: "2026-09-20" });
  });

  it.each([
    ["us-east-1", true, 73],
    ["us-east-1", false, 36.5],
    ["us-west-2", true, 73],
    ["eu-west-1", true, 73],
  ])("has a month of a VPN in %s (attached: %s) at %s USD, and says of what", (regionId, isAttached, monthlyUsd) => {
    const price = priceOfVpn(regionId, isAttached);

    expect(price?.monthlyUsd).toBe(monthlyUsd);
    expect(price?.source.includes("Transit Gateway") ?? false).toBe(monthlyUsd === 73);
  });

  it("knows attachments only where their price is known", () => {
    expect(priceOfAttachment("us-east-1")?.monthlyUsd).toBe(36.5);
    expect(priceOfAttachment("sa-east-1")).toBeUndefined();
  });
});
