import { CloudId, type Estimates, PriceItem, type SkylaneConfig, VantageId } from "@skylane/core";
import * as z from "zod";
import type { MonthOfUse } from "./month-of-minutes.ts";
import { type CostLine, priceUse, usdOf } from "./price-use.ts";
import { serviceOf } from "./services.ts";
import { standingUse } from "./standing.ts";
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
const usd = z.number().nonnegative();

/** What an installation costs a month: the answer of `skylane costs self --json`. */
export const SelfCost = z.strictObject({
  /** All of it: what was used in some minutes, made a month of, and what stands. */
  monthlyUsd: usd,
  /** Two standard errors: in 19 of 20 cases other minutes would have said less far from it than this. */
  uncertaintyUsd: usd,
  usageUsd: usd,
  standingUsd: usd,
  pathCount: z.int().nonnegative(),
  vantageCount: z.int().nonnegative(),
  usdPerPath: usd.optional(),
  /** Bursts and what is called by them in their function. */
  usdPerVantage: usd.optional(),
  /** How long it probes in each minute. */
  burstMs: z.number().positive(),
  /** The dearest first; what stands is in it. */
  byService: z.array(
    z.strictObject({
      service: z.string().min(1),
      usd,
      charges: z.array(z.strictObject({ item: PriceItem, units: z.number().nonnegative(), usd })),
    }),
  ),
  /** Probing from each vantage: of those that are functions here, each burst is as long as the others. */
  byVantage: z.array(z.strictObject({ vantageId: VantageId, pathCount: z.int().nonnegative(), usd })),
  /** Used in a month as in these minutes. */
  lines: z.array(Line),
  /** There or growing whatever is used. */
  standing: z.array(Line),
  /** Which of these charges AWS gives an account some of for nothing: that is not taken off. */
  freeTiersNotCounted: z.array(PriceItem),
  /** Scheduled, and so seldom that they were not seen: they come on top. */
  notSeen: z.array(z.string()),
  fromMs: z.number(),
  toMs: z.number(),
  minuteCount: z.int().positive(),
  /** Of these, those that say what happens all the time. */
  quietCount: z.int().positive(),
});
export type SelfCost = z.infer<typeof SelfCost>;

const ERRORS_TOLD = 2;

/** Months of use of the Regions of an installation, as one bill. */
export function selfCost(
  months: readonly Extract<MonthOfUse, { outcome: "month" }>[],
  window: { readonly fromMs: number; readonly toMs: number },
  config: Pick<SkylaneConfig, "groups" | "vantages" | "thresholds">,
  price: Estimates["price"],
): SelfCost {
  const used = months.flatMap((month) => month.used);
  const regionIds = [...new Set(used.map(({ regionId }) => regionId))];
  const lines = priceUse(used, price);
  const standing = priceUse(standingUse(config, regionIds, used), price);
  const all = [...lines, ...standing].filter(({ units }) => units > 0);
  const errorUnits = new Map(months.flatMap((month) => [...month.errorUnits]));
  const monthlyUsd = usdOf(all);
  const paths = config.groups.flatMap((group) => group.paths);
  const probingUsd = usdOf(lines.filter(({ by }) => by === "probe-burst"));
  const asFunctions = config.vantages.filter(({ runsAs }) => runsAs === "function").length;
  return {
    monthlyUsd,
    uncertaintyUsd: ERRORS_TOLD * Math.hypot(...lines.map((line) => errorUsd(line, errorUnits))),
    usageUsd: usdOf(lines),
    standingUsd: usdOf(standing),
    pathCount: paths.length,
    vantageCount: config.vantages.length,
    ...(paths.length > 0 && { usdPerPath: monthlyUsd / paths.length }),
    ...(config.vantages.length > 0 && { usdPerVantage: probingUsd / config.vantages.length }),
    burstMs: config.thresholds.burstMs,
    byService: byService(all),
    byVantage: config.vantages.map(({ id, runsAs }) => ({
      vantageId: id,
      pathCount: paths.filter(({ probe }) => probe.vantageId === id).length,
      usd: runsAs === "function" ? probingUsd / asFunctions : 0,
    })),
    lines: lines.filter(({ units }) => units > 0),
    standing: standing.filter(({ units }) => units > 0),
    freeTiersNotCounted: [
      ...new Set(all.filter((line) => price(line)?.allowance !== undefined).map(({ item }) => item)),
    ],
    notSeen: [...new Set(months.flatMap(({ notSeen }) => notSeen))],
    ...window,
    minuteCount: Math.min(...months.map((month) => month.minuteCount)),
    quietCount: Math.min(...months.map((month) => month.quietCount)),
  };
}

function byService(lines: readonly CostLine[]): SelfCost["byService"] {
  return [...Map.groupBy(lines, ({ item }) => serviceOf[item] ?? "other")]
    .map(([service, of]) => ({
      service,
      usd: usdOf(of),
      charges: [...Map.groupBy(of, ({ item }) => item)].map(([item, ofItem]) => ({
        item,
        units: ofItem.reduce((sum, { units }) => sum + units, 0),
        usd: usdOf(ofItem),
      })),
    }))
    .sort((a, b) => b.usd - a.usd);
}

const errorUsd = (line: CostLine, errorUnits: ReadonlyMap<string, number>): number =>
  line.usd === undefined || line.units === 0 ? 0 : (line.usd / line.units) * (errorUnits.get(keyOfUse(line)) ?? 0);
