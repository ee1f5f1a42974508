import { createHash } from "node:crypto";
import * as z from "zod";
import { billedIn, DAY_MS } from "../bills/billed-so-far.ts";
import { type Charge, usdText } from "../bills/charges.ts";
import { monthBounds } from "../bills/csv.ts";
import { usageTypeOf } from "../bills/focus-rows.ts";
import { quantityOf } from "../bills/row.ts";
import type { World } from "../world/world.ts";
import { ApiError } from "./api-error.ts";
import type { Ec2Caller } from "./ec2/ec2.ts";

const GROUPS_PER_PAGE = 500;
/** An invoice is final some days after its month. */
const ESTIMATED_MS = 5 * DAY_MS;
const MONTHS = 14;

const DIMENSIONS = ["LINKED_ACCOUNT", "RECORD_TYPE", "REGION", "SERVICE", "USAGE_TYPE"] as const;
type Dimension = (typeof DIMENSIONS)[number];
const METRICS = ["AmortizedCost", "BlendedCost", "UnblendedCost", "UsageQuantity"] as const;

interface Filter {
  readonly Dimensions?: { readonly Key: Dimension; readonly Values: readonly string[] } | undefined;
  readonly And?: readonly Filter[] | undefined;
  readonly Or?: readonly Filter[] | undefined;
  readonly Not?: Filter | undefined;
}
const Filter: z.ZodType<Filter> = z.lazy(() =>
  z.strictObject({
    Dimensions: z
      .strictObject({
        Key: z.enum(DIMENSIONS),
        Values: z.array(z.string()).min(1),
        MatchOptions: z.unknown().optional(),
      })
      .optional(),
    And: z.array(Filter).min(2).optional(),
    Or: z.array(Filter).min(2).optional(),
    Not: Filter.optional(),
  }),
);
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, "must be a day such as 2026-11-01");
const Input = z.strictObject({
  TimePeriod: z.strictObject({ Start: day, End: day }),
  Granularity: z.enum(["DAILY", "MONTHLY"]),
  Metrics: z.array(z.enum(METRICS)).min(1),
  GroupBy: z
    .array(z.strictObject({ Type: z.literal("DIMENSION"), Key: z.enum(DIMENSIONS) }))
    .max(2)
    .default([]),
  Filter: Filter.optional(),
  NextPageToken: z.string().optional(),
});
type Input = z.infer<typeof Input>;

/** Names that Cost Explorer has for products. */
const SERVICES: Readonly<Record<string, string>> = {
  AWSDataTransfer: "AWS Data Transfer",
  AWSDirectConnect: "AWS Direct Connect",
  AmazonEC2: "Amazon Elastic Compute Cloud - Compute",
  AmazonRDS: "Amazon Relational Database Service",
  AmazonVPC: "Amazon Virtual Private Cloud",
};

/** Cost Explorer: what the caller's account was billed, by day or month and up to two dimensions. Each account here is billed by itself. */
export function callCostExplorer(world: World, { accountId }: Ec2Caller, operation: string, body: unknown): unknown {
  if (operation !== "GetCostAndUsage")
    throw new ApiError("UnknownOperationException", `Cost Explorer here knows no operation ${operation}`);
  const parsed = Input.safeParse(body);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new ApiError("ValidationException", `${issue?.path.join(".")}: ${issue?.message}`);
  }
  const { NextPageToken, ...input } = parsed.data;
  const all = resultsOf(world, accountId, input);
  const mark = createHash("sha256").update(JSON.stringify(input)).digest("hex").slice(0, 12);
  const [, tokenMark, offset = "0"] = /^(\w{12})-(\d{1,9})$/.exec(NextPageToken ?? `${mark}-0`) ?? [];
  if (tokenMark !== mark) throw new ApiError("InvalidNextTokenException", "Invalid next page token");
  const from = Number(offset);
  const page = all.slice(from, from + GROUPS_PER_PAGE);
  const next = from + GROUPS_PER_PAGE;
  return {
    GroupDefinitions: input.GroupBy,
    ResultsByTime: [...Map.groupBy(page, ({ startMs }) => startMs)].map(([startMs, groups]) => ({
      TimePeriod: { Start: dayOf(startMs), End: dayOf(groups[0]?.endMs ?? startMs) },
      Total: input.GroupBy.length === 0 ? groups[0]?.metrics : {},
      Groups: input.GroupBy.length === 0 ? [] : groups.map(({ keys, metrics }) => ({ Keys: keys, Metrics: metrics })),
      Estimated: world.clock.nowMs() < monthBounds(startMs)[1] + ESTIMATED_MS,
    })),
    DimensionValueAttributes: [],
    ...(next < all.length && { NextPageToken: `${mark}-${next}` }),
  };
}

interface Group {
  readonly startMs: number;
  readonly endMs: number;
  readonly keys: readonly string[];
  readonly metrics: Readonly<Record<string, { readonly Amount: string; readonly Unit: string }>>;
}

function resultsOf(world: World, accountId: string, input: Omit<Input, "NextPageToken">): readonly Group[] {
  const [fromMs, toMs] = periodOf(world, input);
  const wanted = monthsIn(fromMs, toMs)
    .flatMap((monthMs) => billedIn(world, "aws", monthMs, DAY_MS))
    .filter(
      (charge) =>
        charge.meter.accountId === accountId &&
        charge.startMs >= fromMs &&
        charge.endMs <= toMs &&
        (!input.Filter || isWanted(input.Filter, charge)),
    );
  const startOf = (charge: Charge): number =>
    input.Granularity === "DAILY" ? charge.startMs : Math.max(fromMs, monthBounds(charge.startMs)[0]);
  const endOf = (startMs: number): number =>
    input.Granularity === "DAILY" ? startMs + DAY_MS : Math.min(toMs, monthBounds(startMs)[1]);
  return [
    ...Map.groupBy(wanted, (charge) =>
      JSON.stringify([startOf(charge), ...input.GroupBy.map(({ Key }) => dimensionOf(charge, Key))]),
    ),
  ]
    .map(([key, charges]) => {
      const [startMs, ...keys] = JSON.parse(key) as [number, ...string[]];
      const metrics = Object.fromEntries(input.Metrics.map((metric) => [metric, metricOf(metric, charges)]));
      return { startMs, endMs: endOf(startMs), keys, metrics };
    })
    .toSorted((a, b) => a.startMs - b.startMs || (a.keys.join("|") < b.keys.join("|") ? -1 : 1));
}

function periodOf(world: World, { TimePeriod: { Start, End } }: Pick<Input, "TimePeriod">): readonly [number, number] {
  const [fromMs, toMs] = [Date.parse(Start), Date.parse(End)];
  if (!(fromMs < toMs))
    throw new ApiError("ValidationException", "Start date (and hour) should be before end date (and hour)");
  const now = new Date(world.clock.nowMs());
  if (toMs > monthBounds(now.getTime())[1])
    throw new ApiError("ValidationException", "end date past the beginning of next month");
  if (fromMs < Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - MONTHS + 1, 1))
    throw new ApiError(
      "ValidationException",
      "You haven't enabled historical data beyond 14 months, start date should be within this range",
    );
  return [fromMs, toMs];
}

function monthsIn(fromMs: number, toMs: number): readonly number[] {
  const months: number[] = [];
  for (let [at, next] = monthBounds(fromMs); at < toMs; [at, next] = monthBounds(next)) months.push(at);
  return months;
}

function isWanted({ Dimensions, And, Or, Not }: Filter, charge: Charge): boolean {
  if (Dimensions && !Dimensions.Values.includes(dimensionOf(charge, Dimensions.Key))) return false;
  if (And && !And.every((one) => isWanted(one, charge))) return false;
  if (Or && !Or.some((one) => isWanted(one, charge))) return false;
  return !Not || !isWanted(Not, charge);
}

function dimensionOf({ meter }: Charge, dimension: Dimension): string {
  switch (dimension) {
    case "LINKED_ACCOUNT":
      return meter.accountId;
    case "RECORD_TYPE":
      return "Usage";
    case "REGION":
      return meter.regionId;
    case "SERVICE":
      return SERVICES[meter.sku.service] ?? meter.sku.service;
    case "USAGE_TYPE":
      return usageTypeOf(meter.regionId, meter.sku.meter);
  }
}

function metricOf(metric: (typeof METRICS)[number], charges: readonly Charge[]) {
  if (metric !== "UsageQuantity")
    return { Amount: usdText(charges.reduce((sum, { picoUsd }) => sum + picoUsd, 0n)), Unit: "USD" };
  const units = new Set(charges.map(({ meter }) => (meter.sku.unit === "Hours" ? "Hrs" : meter.sku.unit)));
  const sum = charges.reduce((all, charge) => all + Number(quantityOf(charge)), 0);
  return { Amount: String(Number(sum.toPrecision(15))), Unit: units.size === 1 ? [...units].join("") : "N/A" };
}

const dayOf = (atMs: number): string => new Date(atMs).toISOString().slice(0, 10);
