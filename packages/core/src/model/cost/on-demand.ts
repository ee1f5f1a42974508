import * as z from "zod";

/** Two years of hours. */
export const MOST_ON_DEMAND_HOURS = 17_568;

/** Use that is paid on demand and that the same offers cover, hour by hour. */
export const OnDemandUse = z.strictObject({
  /** Offers that cover it, in the order of the configuration. */
  offerIds: z.array(z.string().min(1)).min(1),
  /** Start of the first hour, ms since 1970. */
  startMs: z.int(),
  /** At the price on demand, USD; absent = some of it is billed by other spans than an hour. */
  hourlyUsd: z.array(z.number()).max(MOST_ON_DEMAND_HOURS).optional(),
});
export type OnDemandUse = z.infer<typeof OnDemandUse>;

/** What a bill says of use on demand that offers cover. */
export const OnDemandBill = z.strictObject({
  /** Stands for what the offers were said to cover then: use that was told apart by other ones is not held beside it. */
  rules: z.string().min(1),
  pools: z.array(OnDemandUse),
});
export type OnDemandBill = z.infer<typeof OnDemandBill>;
