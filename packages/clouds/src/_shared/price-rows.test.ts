import { monthlyUsdOf, type PriceItem, PriceRow, priceBook, staleRows, tieredUsd, unitsOfGb } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { allClouds } from "../_all.gen.ts";
import { estimatesOf } from "../estimates.ts";
import { priceRows } from "./price-rows.ts";

const allRows = allClouds.flatMap(({ tariff }) => tariff.rows);

describe("clouds/_shared/price-rows", () => {
  it("has only rows that are complete: by whom, when, and how far it is to be trusted", () => {
    for (const row of allRows) expect(PriceRow.safeParse(row).error, row.id).toBeUndefined();
    expect(() => priceBook(allRows)).not.toThrow();
    expect(allRows.length).toBeGreaterThan(200);
  });

  it("is about the cloud whose list it is in", () => {
    for (const { profile, tariff } of allClouds) for (const { cloud } of tariff.rows) expect(cloud).toBe(profile.id);
  });

  it("takes nothing for free that the vendor does not give for nothing", () => {
    const free = allRows.filter(({ tiers }) => tiers.some(({ usd }) => usd === 0)).map(({ id }) => id);

    expect(free).toEqual(["aws/flat-port/multicloud-local-free/500", "gcp/egress-internet/eu-switching"]);
  });

  it("names one size for each pool of free gigabytes", () => {
    const sizes = Map.groupBy(
      allRows.flatMap(({ allowance }) => allowance ?? []),
      ({ pool }) => pool,
    );
    for (const shared of sizes.values()) expect(new Set(shared.map(({ units }) => units)).size).toBe(1);
    const unitsOf = (pool: string) => sizes.get(pool)?.[0]?.units;

    expect(unitsOf("aws-internet")).toBe(100);
    expect(unitsOf("azure-internet")).toBe(100);
    expect(unitsOf("gcp-internet-standard-us-east1")).toBe(200);
    expect(unitsOf("gcp-internet-standard-europe-west1")).toBe(200);
    expect(unitsOf("oci-outbound")).toBe(10_240);
  });

  it("says nothing about days to come, and knows which rows are old", () => {
    expect(staleRows(allRows, "2026-11-20", -1).every(({ ageDays }) => ageDays >= 0)).toBe(true);
    expect(new Set(staleRows(allRows, "2026-11-20", 1_000).map(({ row }) => row.asOf))).toEqual(
      new Set(["2020-06-18", "2022-01-01"]),
    );
  });

  it("does not apply the European rules for who moves or runs in parallel unless asked", () => {
    const { charges, price } = estimatesOf();
    const from = { cloud: "gcp", regionId: "europe-west3" } as const;
    const to = { cloud: "aws", regionId: "eu-central-1" } as const;
    const query = { ...from, item: "egress-internet", to } as const;

    expect(charges({ kind: "internet", from, to })[0]?.row?.tiers[0]?.usd).toBe(0.12);
    expect(price({ ...query, variant: "eu-switching" })?.tiers).toEqual([{ usd: 0 }]);
    expect(price({ ...query, variant: "eu-switching", regionId: "europe-west6" })).toBeUndefined(); // Switzerland
    expect(
      price({ ...query, variant: "eu-switching", to: { cloud: "gcp", regionId: "europe-west1" } }),
    ).toBeUndefined();
  });

  it("writes steps with an open end", () => {
    const family = {
      cloud: "aws",
      item: "nat-data",
      unit: "GB",
      source: "s",
      asOf: "2026-01-01",
      trust: "vendor",
    } as const;

    expect(
      priceRows(family, [
        {
          id: "a",
          regions: ["*"],
          usd: [
            [10, 2],
            [Number.POSITIVE_INFINITY, 1],
          ],
        },
      ]),
    ).toEqual([{ ...family, id: "aws/nat-data/a", regions: ["*"], tiers: [{ upTo: 10, usd: 2 }, { usd: 1 }] }]);
  });
});

describe("clouds/_shared/price-rows of ways from us-east-1 to a data centre", () => {
  const { charges, price } = estimatesOf();
  const from = { cloud: "aws", regionId: "us-east-1" } as const;
  const to = { cloud: "onprem", regionId: "dc1" } as const;
  const monthOf = (item: PriceItem, bandwidthMbps?: number): number => {
    const row = price({ ...from, item, bandwidthMbps });
    return (row && monthlyUsdOf(row)) ?? Number.NaN;
  };
  /** Fees and volume of a month of one link at a transit gateway. */
  const monthlyUsd = (kind: "direct-connect" | "vpn", fixedUsd: number, gb: number): number =>
    Math.round(
      charges({ kind, from, to, gatewayKind: "transit-gateway" }).reduce(
        (sum, { row }) =>
          sum + (row ? tieredUsd(row, unitsOfGb(row, gb) ?? Number.NaN, row.allowance?.units) : Number.NaN),
        fixedUsd + monthOf("transit-attachment"),
      ),
    );

  it.each([
    [1, 296, 1_719, 174],
    [10, 656, 2_079, 1_164],
    [20, 1_056, 2_479, 2_215],
    [50, 2_256, 3_679, 5_365],
    [100, 4_256, 5_679, 9_883],
  ])("asks for %s TB a month %s USD over a port of 1 Gbps, %s over one of 10, %s over a VPN", (tb, dx1, dx10, vpn) => {
    const gb = tb * 1_000;

    expect(monthlyUsd("direct-connect", monthOf("dedicated-port", 1_000), gb)).toBe(dx1);
    expect(monthlyUsd("direct-connect", monthOf("dedicated-port", 10_000), gb)).toBe(dx10);
    expect(monthlyUsd("vpn", monthOf("vpn-connection"), gb)).toBe(vpn);
  });
});
