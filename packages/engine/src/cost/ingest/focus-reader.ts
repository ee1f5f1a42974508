import {
  type BillCharge,
  type BillDeviations,
  ChargeCategory,
  type CloudId,
  coreError,
  type FocusColumn,
  type FocusColumnRule,
  focusColumnNames,
  focusColumns,
  type Money,
  oneLine,
  type RowFault,
  readMoney,
  ZERO,
} from "@skylane/core";
import { monthOf } from "../check/months.ts";
import { ownText } from "./own-text.ts";

/** A row that is not taken. */
export interface FaultyRow {
  readonly fault: RowFault;
  readonly column?: string | undefined;
  readonly says: string;
  /** What it says it costs, as far as that can be read. */
  readonly billed?: { readonly currency: string; readonly amount: Money } | undefined;
}

interface Deviation {
  readonly column: string;
  readonly says: string;
  count: number;
}

type Verdict = Deviation | string | undefined;

/** A column that FOCUS knows. What was said of the value before is kept: most rows have the same again. */
interface Column {
  readonly name: FocusColumn;
  readonly index: number;
  readonly rule: FocusColumnRule;
  before: string | undefined;
  verdict?: Verdict;
}

/** Reads rows of one file. Not pure: it counts deviations, and remembers texts that it has read before. */
export interface FocusReader {
  read(fields: readonly string[]): BillCharge | FaultyRow;
  readonly deviations: BillDeviations;
}

/** Without these a row means nothing. What else FOCUS asks for and a row lacks is told, and the row is taken. */
const NEEDED = [
  "BilledCost",
  "BillingAccountId",
  "BillingCurrency",
  "BillingPeriodStart",
  "ChargeCategory",
  "ChargePeriodEnd",
  "ChargePeriodStart",
  "ProviderName",
  "ServiceName",
] as const satisfies readonly FocusColumn[];

const MONTH_MS = 32 * 86_400_000;
const categoryOf: ReadonlyMap<string | undefined, ChargeCategory> = new Map(
  ChargeCategory.options.map((one) => [one, one]),
);

/**
 * A reader for files with that header. @throws ERR_BILL_HEADER if a column is missing without which no row means anything, or
 * stands there twice
 */
export function focusReader(
  header: readonly string[],
  billingMonth: string,
  cloudOf: (providerName: string) => CloudId | undefined,
): FocusReader {
  const at = columnsOf(header);
  const columns = focusColumnNames.flatMap((name): Column[] => {
    const index = at.get(name);
    return index === undefined ? [] : [{ name, index, rule: focusColumns[name], before: undefined }];
  });
  const deviations = new Map<string, Deviation>();
  const deviation = (column: string, says: string): Deviation => {
    const key = `${column} ${says}`;
    const known = deviations.get(key);
    if (known) return known;
    const one = { column, says, count: 0 };
    if (deviations.size < 200) deviations.set(key, one);
    return one;
  };
  const deviates = (column: string, says: string): void => {
    deviation(column, says).count += 1;
  };
  for (const name of focusColumnNames)
    if (focusColumns[name].level === "mandatory" && !at.has(name))
      deviates(name, "is not in the file; FOCUS asks for it");
  const times = new Map<string, number | undefined>();
  const timeOf = (text: string): number | undefined => remembered(times, text, readTime);
  const tagSets = new Map<string, Readonly<Record<string, string>> | undefined>();

  const indexOf = Object.fromEntries(focusColumnNames.map((name) => [name, at.get(name) ?? -1])) as Readonly<
    Record<FocusColumn, number>
  >;
  const needed = NEEDED.map((name) => ({ name, index: indexOf[name] }));
  const ownMeterAt = at.get("x_UsageType") ?? at.get("x_SkuMeterName") ?? -1;

  /** What a column's rule says of a value: nothing, that it deviates, or that no row with it can be taken. */
  function judged({ name, rule }: Column, raw: string): Verdict {
    const value = said(raw);
    if (value === undefined) {
      if (raw === "" && !rule.isNeverNull) return undefined;
      return deviation(name, rule.isNeverNull ? "is empty; FOCUS allows no null" : "writes null as a word");
    }
    const wrong = wrongIn(rule, value, timeOf);
    if (wrong === undefined) return undefined;
    return rule.kind === "number" || rule.kind === "time" ? `${name} ${wrong}: ${value}` : deviation(name, wrong);
  }

  const [firstMs, afterMs] = [0, 1].map((more) =>
    Date.UTC(Number(billingMonth.slice(0, 4)), Number(billingMonth.slice(5)) - 1 + more),
  ) as [number, number];

  function read(fields: readonly string[]): BillCharge | FaultyRow {
    const text = (name: FocusColumn): string | undefined => said(fields[indexOf[name]]);
    const currency = text("BillingCurrency");
    const amount = readMoney(text("BilledCost") ?? "");
    const faulty = (fault: RowFault, column: string | undefined, says: string): FaultyRow => ({
      fault,
      column,
      says: oneLine(says, 400),
      ...(currency !== undefined && amount !== undefined && { billed: { currency, amount } }),
    });
    if (fields.length !== header.length)
      return faulty(
        fields.length > header.length ? "too-many-fields" : "too-few-fields",
        undefined,
        `has ${fields.length} fields, the header ${header.length}`,
      );
    for (const { name, index } of needed)
      if (said(fields[index]) === undefined)
        return faulty("missing-value", name, `${name} is empty; every row needs it`);
    for (const column of columns) {
      const raw = fields[column.index] as string;
      if (raw !== column.before) {
        column.before = raw;
        column.verdict = judged(column, raw);
      }
      const { verdict } = column;
      if (verdict === undefined) continue;
      if (typeof verdict === "string") return faulty("bad-value", column.name, verdict);
      verdict.count += 1;
    }
    const category = categoryOf.get(text("ChargeCategory"));
    if (category === undefined)
      return faulty(
        "bad-value",
        "ChargeCategory",
        `is "${text("ChargeCategory")}"; one of ${ChargeCategory.options.join(", ")} would pass`,
      );
    const startMs = timeOf(text("ChargePeriodStart") ?? "") ?? 0;
    const endMs = timeOf(text("ChargePeriodEnd") ?? "") ?? 0;
    const monthMs = timeOf(text("BillingPeriodStart") ?? "") ?? 0;
    if (endMs <= startMs)
      return faulty(
        "contradiction",
        "ChargePeriodEnd",
        "the charge ends before it begins; the end must be after the start",
      );
    const isCorrection = text("ChargeClass") === "Correction";
    if (monthMs < firstMs || monthMs >= afterMs)
      return faulty(
        "outside-billing-period",
        "BillingPeriodStart",
        `is of ${monthOf(monthMs)}; the file is the bill of ${billingMonth}`,
      );
    if (startMs >= monthMs + MONTH_MS && !isCorrection && category === "Usage")
      return faulty(
        "outside-billing-period",
        "ChargePeriodStart",
        `is after the month that it is billed in, ${billingMonth}`,
      );
    const billed = amount ?? ZERO;
    const providerName = text("ProviderName") ?? "";
    const commitmentId = text("CommitmentDiscountId");
    const status = text("CommitmentDiscountStatus");
    const billedText = text("BilledCost");
    // without a discount they say the same
    const amountOf = (name: FocusColumn): Money => {
      const own = text(name);
      return own === undefined || own === billedText ? billed : (readMoney(own) ?? billed);
    };
    const quantity = text("ConsumedQuantity") ?? text("PricingQuantity");
    return {
      cloud: cloudOf(providerName),
      providerName,
      billingAccountId: text("BillingAccountId") ?? "",
      subAccountId: text("SubAccountId"),
      currency: currency ?? "",
      billingMonth,
      startMs,
      endMs,
      category,
      isCorrection,
      serviceCategory: text("ServiceCategory") ?? "Other",
      serviceName: text("ServiceName") ?? "",
      description: text("ChargeDescription") ?? "",
      regionId: text("RegionId"),
      resourceId: text("ResourceId"),
      resourceType: text("ResourceType"),
      skuId: text("SkuId"),
      // FOCUS has the meter since 1.1; before that, AWS and Azure had a column of their own
      meter: text("SkuMeter") ?? said(fields[ownMeterAt]),
      pricingCategory: text("PricingCategory"),
      commitment:
        commitmentId === undefined
          ? undefined
          : {
              id: commitmentId,
              category: text("CommitmentDiscountCategory") === "Spend" ? "Spend" : "Usage",
              isUsed: status === undefined ? undefined : status === "Used",
            },
      usage:
        quantity === undefined
          ? undefined
          : { quantity: Number(quantity), unit: text("ConsumedUnit") ?? text("PricingUnit") ?? "" },
      tags: tagsOf(text("Tags")),
      billed,
      effective: amountOf("EffectiveCost"),
      list: amountOf("ListCost"),
      contracted: amountOf("ContractedCost"),
    };
  }

  function tagsOf(text: string | undefined): Readonly<Record<string, string>> {
    if (text === undefined) return {};
    const tags = remembered(tagSets, text, readTags);
    if (!tags) deviates("Tags", "is no JSON object of plain values");
    return tags ?? {};
  }

  return { read, deviations };
}

function columnsOf(header: readonly string[]): ReadonlyMap<string, number> {
  const at = new Map<string, number>();
  for (const [i, raw] of header.entries()) {
    const name = raw.replace(/^\uFEFF/, "").trim();
    if (at.has(name))
      throw coreError(
        "ERR_BILL_HEADER",
        `the header names "${oneLine(name, 100)}" twice; which of them counts cannot be told`,
        {},
      );
    at.set(name, i);
  }
  const missing = NEEDED.filter((name) => !at.has(name));
  if (missing.length > 0)
    throw coreError(
      "ERR_BILL_HEADER",
      `the header lacks ${missing.join(", ")}: it is no cost and usage table of FOCUS. Name the format the file is written in`,
      { missing: missing.join(", ") },
    );
  return at;
}

/** A value, unless the field is empty, or says that it is. */
const said = (value: string | undefined): string | undefined =>
  value === undefined || value === "" || value === "NULL" || value === "null" ? undefined : value;

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;
const CURRENCY = /^[A-Z]{3}$/;

/** What a value lacks to keep to its column's rule; `undefined` = nothing. */
function wrongIn(
  rule: FocusColumnRule,
  value: string,
  timeOf: (text: string) => number | undefined,
): string | undefined {
  switch (rule.kind) {
    case "number":
      if (!NUMBER.test(value) || value.length > 80) return "is no decimal number";
      return rule.isNonNegative && value.startsWith("-") && Number(value) !== 0 ? "must not be negative" : undefined;
    case "time":
      return timeOf(value) === undefined ? "is no moment such as 2026-11-21T08:00:00Z" : undefined;
    case "text":
      if (rule.isCurrency && !CURRENCY.test(value)) return "is no currency of ISO 4217";
      return rule.oneOf && !rule.oneOf.includes(value) ? "has a value that FOCUS does not know" : undefined;
    default:
      return undefined;
  }
}

const MOMENT = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)(?: ?(Z|UTC|[+-]\d{2}:?\d{2}))?)?$/;

/** FOCUS asks for `2026-11-21T08:00:00Z`; exports also write a space, no zone (UTC is meant), or the day alone. */
function readTime(text: string): number | undefined {
  const found = MOMENT.exec(text);
  if (!found) return undefined;
  const [, day = "", clock = "00:00:00", zone = "Z"] = found;
  const ms = Date.parse(`${day}T${clock.length === 5 ? `${clock}:00` : clock}${zone === "UTC" ? "Z" : zone}`);
  // the 31st of a month that has none is read as the next month's first day
  return Number.isNaN(ms) || new Date(Date.parse(`${day}T00:00:00Z`)).toISOString().slice(0, 10) !== day
    ? undefined
    : ms;
}

function readTags(text: string): Readonly<Record<string, string>> | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) return undefined;
  const tags: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const [key, value] of Object.entries(parsed)) {
    if (value === null) continue;
    if (typeof value === "object") return undefined;
    tags[key.slice(0, 256)] = String(value).slice(0, 256);
  }
  return tags;
}

const REMEMBERED_COUNT = 50_000;

/** Bills say the same few thousand moments and sets of tags a million times. */
function remembered<T>(known: Map<string, T>, text: string, read: (text: string) => T): T {
  const before = known.get(text);
  if (before !== undefined || known.has(text)) return before as T;
  const value = read(text);
  if (known.size < REMEMBERED_COUNT) known.set(ownText(text), value);
  return value;
}
