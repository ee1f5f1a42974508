import { ConnectionKind, gbOf } from "@skylane/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { allClouds, estimatesOf } from "./index.ts";

const { charges, price, transferUsdPerGb } = estimatesOf();
const place = fc.constantFrom(...allClouds).chain((cloud) =>
  fc.record({
    cloud: fc.constant(cloud.profile.id),
    regionId: fc.oneof(fc.constantFrom("dc1", ...Object.keys("regions" in cloud ? cloud.regions : {})), fc.string()),
  }),
);
const leg = fc.record({
  kind: fc.constantFrom(...ConnectionKind.options),
  from: place,
  to: place,
  gatewayKind: fc.constantFrom("transit-gateway", "core-network", "virtual-hub", "cloud-router", "drg", undefined),
  tariff: fc.constantFrom("metered", "unlimited", "local", "flat", undefined),
});

describe("clouds/estimates (fuzz)", () => {
  it("answers each charge with a row that is about it, and counts data", () => {
    fc.assert(
      fc.property(leg, (any) => {
        for (const { query, row } of charges(any)) {
          expect([any.from.cloud, any.to.cloud]).toContain(query.cloud);
          if (!row) continue;
          expect([row.cloud, row.item, row.variant]).toEqual([query.cloud, query.item, query.variant]);
          expect(gbOf(row.unit)).toBeDefined();
          expect(price(query)).toBe(row);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it("sums up a price only if all of it is known, and is free only if nothing is charged", () => {
    fc.assert(
      fc.property(leg, ({ kind, from, to }) => {
        const all = charges({ kind, from, to });
        const usd = transferUsdPerGb(kind, from, to);

        expect(usd === undefined).toBe(all.some(({ row }) => row === undefined));
        if (usd !== undefined) expect(usd > 0).toBe(all.length > 0);
      }),
      { numRuns: 2_000 },
    );
  });
});
