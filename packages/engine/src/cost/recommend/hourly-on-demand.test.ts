import { type BillCharge, CostSettings, ZERO } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { aBillLine, money } from "../../../../../test/support/bill-lines.ts";
import { onDemandBook } from "./hourly-on-demand.ts";

const HOUR_MS = 3_600_000;
const START_MS = Date.UTC(2026, 10, 1);
const { savings } = CostSettings.parse({
  savings: {
    offers: [
      { id: "compute", match: [{ serviceCategory: "Compute" }], discountRatio: 0.2, termMonths: 12 },
      { id: "ec2", match: [{ serviceName: "Amazon EC2" }], discountRatio: 0.3, termMonths: 12 },
    ],
  },
});

function charge(hour: number, list: string, more: Partial<BillCharge> = {}): BillCharge {
  const startMs = START_MS + hour * HOUR_MS;
  return {
    ...aBillLine({ billed: ZERO, list: money(list) }),
    description: "",
    pricingCategory: "Standard",
    startMs,
    endMs: startMs + HOUR_MS,
    ...more,
  };
}

describe("engine/cost/recommend/hourly-on-demand", () => {
  it("sums up by hour what the same offers cover, at the price on demand", () => {
    const book = onDemandBook(savings.offers);
    for (const one of [
      charge(0, "1"),
      charge(0, "2"),
      charge(2, "4"),
      charge(1, "8", { serviceName: "AWS Lambda" }),
      charge(1, "16", { pricingCategory: "Dynamic" }),
      charge(1, "32", { commitment: { id: "sp-1", category: "Spend" } }),
      charge(1, "64", { serviceCategory: "Storage", serviceName: "Amazon S3" }),
      charge(1, "128", { currency: "EUR" }),
    ])
      book.add(one);

    expect(book.commitments()).toEqual({
      offers: [
        { id: "compute", discountRatio: 0.2, termMonths: 12, poolIds: ["compute+ec2", "compute"] },
        { id: "ec2", discountRatio: 0.3, termMonths: 12, poolIds: ["compute+ec2"] },
      ],
      pools: [
        { id: "compute+ec2", hourlyUsd: [3, 0, 4] },
        { id: "compute", hourlyUsd: [0, 8, 0] },
      ],
    });
  });

  it("makes nothing of what is billed by the day", () => {
    const book = onDemandBook(savings.offers);
    book.add(charge(0, "24", { endMs: START_MS + 24 * HOUR_MS }));

    expect(book.commitments().pools).toEqual([]);
  });
});
