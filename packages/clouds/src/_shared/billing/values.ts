import { type Money, moneyText, readMoney } from "@skylane/core";

const ISO =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?(?: ?(Z|UTC|[+-]\d{2}:?\d{2}))?)?$/;
const US = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/;
const DAY_MS = 86_400_000;

const REMEMBERED = 20_000;

/** The same function, which reads each of the few thousand texts that a bill repeats a million times once. */
function once<T>(read: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const value = read(text);
    if (known.size >= REMEMBERED) known.clear();
    known.set(text, value);
    return value;
  };
}

/** A moment as ISO 8601 in UTC, of an ISO date or time with or without seconds and zone (none = UTC), or a month/day/year; else the text as it is. */
export const utc = once((text) => {
  const ms = momentMs(text);
  return ms === undefined ? text : iso(ms);
});

/** The day after the one that a moment lies in; where days are counted, the last one belongs to the period. */
export const dayAfter = once((text) => {
  const ms = momentMs(text);
  return ms === undefined ? text : iso((Math.floor(ms / DAY_MS) + 1) * DAY_MS);
});

/** First moments of the month and of the one after it, UTC. */
export const monthOf = once((text): readonly [start: string, end: string] => {
  const ms = momentMs(text);
  if (ms === undefined) return [text, text];
  const date = new Date(ms);
  const first = (months: number): string => iso(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1));
  return [first(0), first(1)];
});

function iso(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

function momentMs(text: string): number | undefined {
  const us = US.exec(text);
  if (us) return dayMs(Number(us[3]), Number(us[1]), Number(us[2]));
  const found = ISO.exec(text);
  if (!found) return undefined;
  const [, year, month, day, hour = "00", minute = "00", second = "00", zone = "Z"] = found;
  const midnight = dayMs(Number(year), Number(month), Number(day));
  if (midnight === undefined) return undefined;
  const ms = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}${zone === "UTC" ? "Z" : zone}`);
  return Number.isNaN(ms) ? undefined : ms;
}

function dayMs(year: number, month: number, day: number): number | undefined {
  const ms = Date.UTC(year, month - 1, day);
  const date = new Date(ms);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? ms : undefined;
}

/** Exact sum of decimal texts, of which those that are empty count nothing; `undefined` if one is no number. */
export function sumOf(...texts: readonly string[]): string | undefined {
  let sum = 0n;
  for (const text of texts) {
    if (text === "") continue;
    const amount = readMoney(text);
    if (amount === undefined) return undefined;
    sum += amount;
  }
  return moneyText(sum as Money);
}

/** An amount as FOCUS wants numbers: no `+`, also not in the exponent. What is no number stays as it is. */
export const numberText = (text: string): string => text.trim().replace(/^\+/, "").replace(/e\+?/i, "E");

/** A computed number, 15 digits. */
export const computed = (value: number): string => numberText(String(Number(value.toPrecision(15))));

export const isZero = (text: string): boolean => text === "" || Number(text) === 0;

/** Costs at list and contracted prices, and what the vendor says one unit costs. */
export interface Costs {
  readonly quantity: string;
  readonly list: { readonly cost: string; readonly unitPrice: string };
  readonly contracted: { readonly cost: string; readonly unitPrice: string };
}

/**
 * Quantity and unit prices whose product is the cost. Vendors' own prices stay where they are that; where a fee has no quantity
 * it is one, and where money is given back the quantity is less than zero and the price is not.
 */
export function priced({ quantity, list, contracted }: Costs): {
  readonly PricingQuantity: string;
  readonly ListUnitPrice: string;
  readonly ContractedUnitPrice: string;
} {
  const costs = [Number(list.cost), Number(contracted.cost)];
  let count = Number(quantity);
  const isFree = costs.every((cost) => cost === 0);
  let text = numberText(quantity);
  if (!Number.isFinite(count) || (count === 0 && !isFree) || quantity === "") {
    count = 1;
    text = "1";
  }
  if (count > 0 && costs.every((cost) => cost <= 0) && !isFree) {
    count = -count;
    text = `-${text}`;
  }
  const priceOf = ({ cost, unitPrice }: Costs["list"]): string => {
    const said = Number(unitPrice);
    if (unitPrice !== "" && said >= 0 && isNear(said * count, Number(cost))) return numberText(unitPrice);
    const price = count === 0 ? 0 : Number(cost) / count;
    return price > 0 && Number.isFinite(price) ? computed(price) : "0";
  };
  return { PricingQuantity: text, ListUnitPrice: priceOf(list), ContractedUnitPrice: priceOf(contracted) };
}

/** Vendors round costs to ten digits or so. */
const isNear = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-9 + 1e-6 * Math.abs(b);

/** Tags as JSON, or nothing if there are none. */
export const tagsText = (tags: Readonly<Record<string, string>>): string | undefined =>
  Object.keys(tags).length === 0 ? undefined : JSON.stringify(tags);

/** An object that stands in a field as JSON; `undefined` = it is none. Values that are no plain ones stay as they are. */
export function objectIn(text: string): Readonly<Record<string, unknown>> | undefined {
  if (!text.trimStart().startsWith("{")) return undefined;
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === "object" && parsed !== null && !Array.isArray(parsed)
      ? (parsed as Readonly<Record<string, unknown>>)
      : undefined;
  } catch {
    return undefined;
  }
}
