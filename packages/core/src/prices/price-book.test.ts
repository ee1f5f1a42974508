import { describe, expect, it } from "vitest";
import type { PriceRow } from "../model/price.ts";
import { priceBook } from "./price-book.ts";

const row = (id: string, more: Partial<PriceRow> = {}): PriceRow => ({
  id: `aws/egress-inter-region/${id}`,
  cloud: "aws",
  item: "egress-inter-region",
  regions: ["*"],
  unit: "GB",
  tiers: [{ usd: 0.02 }],
  source: "a list",
  asOf: "2026-09-20",
  trust: "secondary",
  ...more,
});
const inRegion = (regionId: string) => ({ cloud: "aws", item: "egress-inter-region", regionId }) as const;

describe("core/prices/price-book", () => {
  const book = priceBook([
    row("everywhere"),
    row("us", { regions: ["us-*"] }),
    row("gov", { regions: ["us-gov-*"] }),
    row("virginia", { regions: ["eu-west-9", "us-east-1"] }),
    row("near", { regions: ["us-*"], to: ["aws:us-*"] }),
    row("sku", { variant: "premium" }),
    row("port", { bandwidthMbps: 1_000 }),
  ]);

  it.each([
    ["us-east-1", "virginia"],
    ["us-gov-west-1", "gov"],
    ["us-west-2", "us"],
    ["sa-east-1", "everywhere"],
  ])("takes for %s the row %s, the narrowest that holds", (regionId, id) => {
    expect(book.find(inRegion(regionId))?.id).toBe(`aws/egress-inter-region/${id}`);
  });

  it("prefers a row that says where the data goes, and takes it only for going there", () => {
    const to = (cloud: "aws" | "azure", regionId: string) => ({ ...inRegion("us-west-2"), to: { cloud, regionId } });

    expect(book.find(to("aws", "us-east-2"))?.id).toMatch(/near$/);
    expect(book.find(to("aws", "eu-west-1"))?.id).toMatch(/us$/);
    expect(book.find(to("azure", "us-east-2"))?.id).toMatch(/us$/);
    // the very Region goes first
    expect(book.find({ ...to("aws", "us-east-2"), regionId: "us-east-1" })?.id).toMatch(/virginia$/);
  });

  it("shows variants and bandwidths only to who asks for them", () => {
    expect(book.find({ ...inRegion("us-east-1"), variant: "premium" })?.id).toMatch(/sku$/);
    expect(book.find({ ...inRegion("us-east-1"), variant: "basic" })).toBeUndefined();
    expect(book.find({ ...inRegion("us-east-1"), bandwidthMbps: 1_000 })?.id).toMatch(/port$/);
    expect(book.find({ ...inRegion("us-east-1"), bandwidthMbps: 2_000 })).toBeUndefined();
    expect(book.find({ ...inRegion("us-east-1"), variant: "premium", bandwidthMbps: 1_000 })).toBeUndefined();
    expect(book.find({ ...inRegion("us-east-1"), item: "nat-data" })).toBeUndefined();
    expect(book.find({ ...inRegion("us-east-1"), cloud: "gcp" })).toBeUndefined();
  });

  it("takes the later of two that fit alike, then the better trusted, whatever order they stand in", () => {
    const rows = [
      row("old", { asOf: "2025-01-01", trust: "vendor" }),
      row("new", { asOf: "2026-11-01" }),
      row("sure", { asOf: "2026-11-01", trust: "vendor" }),
    ];
    for (const order of [rows, rows.toReversed()])
      expect(priceBook(order).find(inRegion("us-east-1"))?.id).toMatch(/sure$/);
    expect(priceBook(rows.slice(0, 2)).find(inRegion("us-east-1"))?.id).toMatch(/new$/);
  });

  it("answers the same when asked again", () => {
    const query = { ...inRegion("us-west-2"), to: { cloud: "aws", regionId: "us-east-2" } } as const;

    expect(book.find(query)).toBe(book.find({ ...query }));
    expect(book.find(inRegion("us-west-2"))?.id).toMatch(/us$/);
  });

  it("refuses two rows with one id, and steps that do not rise to an open end", () => {
    expect(() => priceBook([row("a"), row("a")])).toThrow("aws/egress-inter-region/a");
    for (const tiers of [
      [{ upTo: 10, usd: 1 }],
      [{ usd: 1 }, { usd: 2 }],
      [{ upTo: 10, usd: 1 }, { upTo: 10, usd: 2 }, { usd: 3 }],
    ])
      expect(() => priceBook([row("b", { tiers })])).toThrow(/must rise/);
  });
});
