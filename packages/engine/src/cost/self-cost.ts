import { CloudId, type Estimates, PriceItem, type SkylaneConfig } from "@skylane/core";
import * as z from "zod";
import type { MonthOfUse } from "./month-of-minutes.ts";
import { type CostLine, priceUse, usdOf } from "./price-use.ts";
import { keyOfUse } from "./used.ts";

/** A charge of a month; no `usd` = the price is not known. */
const Line = z.strictObject({
  cloud: CloudId,
  regionId: z.string().min(1),
  item: PriceItem,
  variant: z.string().min(1).exactOptional(),
  by: z.string().min(1),
  units: z.number().nonnegative(),
  usd: z.number().nonnegative().exactOptional(),
  rowId: z.string().min(1).exactOptional(),
});

/** What an installation costs a month, by what it used in some minutes: the answer of `skylane costs self --json`. */
export const SelfCost = z.strictObject({
  fromMs: z.number(),
  toMs: z.number(),
  minuteCount: z.int().positive(),
  /** Of these, those that say what happens all the time. */
  quietCount: z.int().positive(),
  pathCount: z.int().nonnegative(),
  vantageCount: z.int().nonnegative(),
  /** How long it probes in each minute. */
  burstMs: z.number().positive(),
  usdPerMonth: z.number().nonnegative(),
  /** Two standard errors: in 19 of 20 cases other minutes would have said less far from it than this. */
  uncertaintyUsd: z.number().nonnegative(),
  usdPerPath: z.number().nonnegative().optional(),
  /** Bursts and what is called by them in their function. */
  usdPerVantage: z.number().nonnegative().optional(),
  lines: z.array(Line),
  /** Scheduled, and so seldom that they were not seen: they come on top. */
  notSeen: z.array(z.string()),
});
export type SelfCost = z.infer<typeof SelfCost>;

const ERRORS_TOLD = 2;

/** Months of use of the Regions of an installation, as one bill. */
export function selfCost(
  months: readonly Extract<MonthOfUse, { outcome: "month" }>[],
  window: { readonly fromMs: number; readonly toMs: number },
  { groups, vantages, thresholds }: Pick<SkylaneConfig, "groups" | "vantages" | "thresholds">,
  price: Estimates["price"],
): SelfCost {
  const lines = priceUse(
    months.flatMap(({ used }) => used),
    price,
  );
  const errorUnits = new Map(months.flatMap((month) => [...month.errorUnits]));
  const usdPerMonth = usdOf(lines);
  const probing = usdOf(lines.filter(({ by }) => by === "probe-burst"));
  const pathCount = groups.reduce((sum, { paths }) => sum + paths.length, 0);
  return {
    ...window,
    minuteCount: Math.min(...months.map((month) => month.minuteCount)),
    quietCount: Math.min(...months.map((month) => month.quietCount)),
    pathCount,
    vantageCount: vantages.length,
    burstMs: thresholds.burstMs,
    usdPerMonth,
    uncertaintyUsd: ERRORS_TOLD * Math.hypot(...lines.map((line) => errorUsd(line, errorUnits))),
    ...(pathCount > 0 && { usdPerPath: usdPerMonth / pathCount }),
    ...(vantages.length > 0 && { usdPerVantage: probing / vantages.length }),
    lines: lines.filter(({ units }) => units > 0),
    notSeen: [...new Set(months.flatMap(({ notSeen }) => notSeen))],
  };
}

const errorUsd = (line: CostLine, errorUnits: ReadonlyMap<string, number>): number =>
  line.usd === undefined || line.units === 0 ? 0 : (line.usd / line.units) * (errorUnits.get(keyOfUse(line)) ?? 0);
