import type { PriceTier } from "@skylane/core";
import * as z from "zod";

/** A price as the Price List API writes it: a decimal of USD that may have many zeros. */
const Usd = z.string().regex(/^\d{1,9}(\.\d{1,12})?$/, "must be a decimal number of USD");

const Dimension = z.looseObject({
  unit: z.string(),
  beginRange: z.string().regex(/^\d{1,12}$/, "must be a whole number"),
  endRange: z.string().regex(/^(\d{1,12}|Inf)$/, "must be a whole number or Inf"),
  pricePerUnit: z.looseObject({ USD: Usd }),
});

/** One product of the Price List API, as far as it is read. */
export const PricedProduct = z.looseObject({
  product: z.looseObject({
    sku: z.string().regex(/^[A-Z0-9]{1,32}$/, "must be an SKU"),
    productFamily: z.string().optional(),
    attributes: z.record(z.string(), z.string()),
  }),
  terms: z.looseObject({
    OnDemand: z.record(z.string(), z.looseObject({ priceDimensions: z.record(z.string(), Dimension) })),
  }),
});
export type PricedProduct = z.infer<typeof PricedProduct>;

/** What the answer says that a unit costs, or why it cannot be said. */
export type Understood<T> = { readonly is: T } | { readonly not: string };

const UNITS: Readonly<Record<string, "hour" | "GB">> = {
  Hrs: "hour",
  hrs: "hour",
  Hours: "hour",
  hours: "hour",
  GB: "GB",
};

/** The steps of a product's on-demand price. They must begin at 0, touch one another and have no end. */
export function tiersOf({
  terms: { OnDemand },
}: PricedProduct): Understood<{ readonly unit: "hour" | "GB"; readonly tiers: PriceTier[] }> {
  const offers = Object.values(OnDemand);
  const [offer] = offers;
  if (!offer || offers.length > 1) return { not: `there are ${offers.length} on-demand offers, not one` };
  const steps = Object.values(offer.priceDimensions)
    .map(({ unit, beginRange, endRange, pricePerUnit }) => ({
      unit,
      from: Number(beginRange),
      to: endRange === "Inf" ? Number.POSITIVE_INFINITY : Number(endRange),
      usd: Number(pricePerUnit.USD),
    }))
    .sort((a, b) => a.from - b.from);
  const unit = UNITS[steps[0]?.unit ?? ""];
  if (unit === undefined || steps.some((step) => UNITS[step.unit] !== unit))
    return { not: `its unit is ${steps.map((step) => step.unit.slice(0, 32)).join(", ") || "missing"}, not Hrs or GB` };
  let end = 0;
  for (const { from, to } of steps) {
    if (from !== end || to <= from) return { not: "the steps of its price do not follow one another" };
    end = to;
  }
  if (Number.isFinite(end)) return { not: "the last step of its price has an end" };
  if (steps.every(({ usd }) => usd === 0)) return { not: "its price is 0, which is not believed without a reason" };
  return { is: { unit, tiers: steps.map(({ to, usd }) => (Number.isFinite(to) ? { upTo: to, usd } : { usd })) } };
}
