import { type BillCharge, CostSettings, type OnDemandBill, ZERO } from "@skylane/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aBillLine, money } from "../../../../../test/support/bill-lines.ts";
import { commitmentsOf, commitmentsOfBills, onDemandBook } from "./hourly-on-demand.ts";

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

    expect(commitmentsOf(savings.offers, book.bill().pools)).toEqual({
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

  it("makes nothing of what is billed by the day, if only in one of the bills", () => {
    const [day, hour] = [24, 1].map((hours) => {
      const book = onDemandBook(savings.offers);
      book.add(charge(0, "24", { endMs: START_MS + hours * HOUR_MS }));
      return book.bill().pools;
    });

    expect(day).toEqual([{ offerIds: ["compute", "ec2"], startMs: START_MS }]);
    expect(commitmentsOf(savings.offers, [...(hour ?? []), ...(day ?? [])]).pools).toEqual([]);
  });

  it("adds to the same whether the charges are one bill or many", () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ hour: fc.nat(50), cents: fc.nat(1_000), bill: fc.nat(2) }), { minLength: 1 }),
        (rows) => {
          const one = onDemandBook(savings.offers);
          const many = [0, 1, 2].map(() => onDemandBook(savings.offers));
          for (const { hour, cents, bill } of rows)
            for (const book of [one, many[bill]]) book?.add(charge(hour, String(cents / 100)));
          const [whole] = commitmentsOf(savings.offers, one.bill().pools).pools;
          const pools = many.flatMap((book) => book.bill().pools);
          const [summed] = commitmentsOf(savings.offers, pools).pools;
          expect(summed?.hourlyUsd.length).toBe(whole?.hourlyUsd.length);
          for (const [i, usd] of (whole?.hourlyUsd ?? []).entries()) expect(summed?.hourlyUsd[i]).toBeCloseTo(usd, 9);
        },
      ),
    );
  });
});

describe("engine/cost/recommend/hourly-on-demand, of bills that were taken", () => {
  const DAY = START_MS / (24 * HOUR_MS);
  const billOf = (hour: number, usd: string, offers = savings.offers): OnDemandBill => {
    const book = onDemandBook(offers);
    book.add(charge(hour, usd));
    return book.bill();
  };
  const hourly = (months: Parameters<typeof commitmentsOfBills>[1], untilDay: number | undefined = DAY + 1) =>
    commitmentsOfBills(savings.offers, months, untilDay)?.pools.map(({ hourlyUsd }) => hourlyUsd);

  it("takes the months in a row, to the last day that is billed whole, and what was not used as nothing", () => {
    expect(hourly([[], [billOf(-2, "1")], [billOf(1, "2"), billOf(1, "3"), billOf(24, "4")], []])).toEqual([
      [1, 0, 0, 5, ...Array(22).fill(0)],
    ]);
  });

  it("takes no month before one whose hours nobody kept, or that were told apart by other offers", () => {
    const other = [{ ...savings.offers[0], match: [{ serviceCategory: "Storage" }] }] as typeof savings.offers;
    const now = [billOf(22, "1"), billOf(23, "2")];
    for (const gap of [undefined, [], [billOf(-1, "8"), billOf(-1, "8", other)]])
      expect(hourly([[billOf(-24, "9")], gap, now])).toEqual([[1, 2]]);
    expect(hourly([now, undefined])).toBeUndefined();
  });

  it("knows nothing without bills, offers, or a day that is billed whole", () => {
    expect(hourly([])).toBeUndefined();
    expect(hourly([[], []])).toBeUndefined();
    expect(commitmentsOfBills([], [[billOf(0, "1")]], DAY + 1)).toBeUndefined();
    expect(commitmentsOfBills(savings.offers, [[billOf(0, "1")]], undefined)).toBeUndefined();
    expect(hourly([[billOf(0, "1")]], DAY)).toEqual([]);
  });
});
