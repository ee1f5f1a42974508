import type { WrittenUnit } from "./units.ts";
import { readUnit } from "./units.ts";

/** A number as it is written in a text, in the unit a fact would have. */
export interface Quantity {
  /** As written: `$3.4k/month`. */
  readonly written: string;
  readonly start: number;
  readonly end: number;
  readonly value: number;
  /** One unit of the last written digit: 100 for `3.4k`, 1 for `3,400`. */
  readonly step: number;
  readonly dimension: WrittenUnit["dimension"];
  /** What it is said to be for each of: `month`, `flow`. Data units of a price are in its dimension instead. */
  readonly per: string | undefined;
}

const SPELLED = [
  "zero",
  "one",
  "two",
  "three",
  "four",
  "five",
  "six",
  "seven",
  "eight",
  "nine",
  "ten",
  "eleven",
  "twelve",
];
// Before a number: no letter, digit or sign that would make it the tail of a name. □ stands for a name that was taken out.
const DIGITS =
  /(?<![\p{L}\p{N}_.,/:#@\u25a1-])([-\u2212]?)(US\$|\$|USD )?([-\u2212]?)(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)/gu;
const WORD = new RegExp(`(?<![\\p{L}\\p{N}_\\u25a1-])(${SPELLED.join("|")})(?![\\p{L}\\p{N}_\\u25a1])`, "giu");
const MAGNITUDE = /(?:(k|K|M|bn)|[ -]?(thousand|million|billion))(?![\p{L}\p{N}_\u25a1])/uy;
const PER = /(?:\s?\/\s?| per | for each | for every | each | every | an? )([\p{L}]+)/uy;
const PERIODS = ["second", "minute", "hour", "day", "week", "month", "quarter", "year"];
const SHORT_PERIODS: Readonly<Record<string, string>> = {
  mo: "month",
  hr: "hour",
  h: "hour",
  yr: "year",
  s: "second",
  min: "minute",
};
const COUNTED =
  /^[ -](?:paths?|links?|flows?|routes?|regions?|clouds?|tunnels?|circuits?|ports?|networks?|gateways?|providers?)(?!\p{L})/iu;

/** Every number of the text, in digits or spelled from zero to twelve. Digits that are part of a name are not among them. */
export function scanQuantities(text: string): readonly Quantity[] {
  const found: Quantity[] = [];
  for (const match of text.matchAll(DIGITS)) {
    const [all, before = "", currency, after = "", digits = ""] = match;
    const quantity = readOn(text, match.index, match.index + all.length, {
      digits,
      isNegative: before + after !== "",
      isMoney: currency !== undefined,
    });
    if (quantity) found.push(quantity);
  }
  for (const match of text.matchAll(WORD)) {
    const word = match[0].toLowerCase();
    const end = match.index + word.length;
    const quantity = readOn(text, match.index, end, {
      digits: String(SPELLED.indexOf(word)),
      isNegative: false,
      isMoney: false,
    });
    // "one" is a pronoun as well: a number only before what is measured or counted
    const isPronoun = word === "one" && quantity?.dimension === "count" && !COUNTED.test(text.slice(end));
    if (quantity && !isPronoun) found.push(quantity);
  }
  return found.sort((a, b) => a.start - b.start);
}

/** The number with magnitude, unit and "per", or `undefined` if the digits run on into something that is no number. */
function readOn(
  text: string,
  start: number,
  numberEnd: number,
  { digits, isNegative, isMoney }: { readonly digits: string; readonly isNegative: boolean; readonly isMoney: boolean },
): Quantity | undefined {
  let end = numberEnd;
  let scale = 1;
  MAGNITUDE.lastIndex = end;
  const magnitude = MAGNITUDE.exec(text);
  if (magnitude) {
    scale = { k: 1e3, t: 1e3, m: 1e6, b: 1e9 }[(magnitude[1] ?? magnitude[2] ?? "").charAt(0).toLowerCase()] ?? 1;
    end += magnitude[0].length;
  }
  const gap = /^[ -]/.test(text.slice(end, end + 1)) ? 1 : 0;
  const unit = isMoney && text.slice(end + gap, end + gap + 3) !== "USD" ? undefined : readUnit(text, end + gap);
  if (unit) end = unit.end;
  if (!unit && /^(?:[\p{L}\p{N}_\u25a1]|[-\u2013\u2014/:.,\u2212][\p{N}]|[-:][\p{L}\u25a1])/u.test(text.slice(end)))
    return undefined;

  let dimension: Quantity["dimension"] = unit ? unit.unit.dimension : isMoney ? "USD" : "count";
  if (isMoney && unit && unit.unit.dimension !== "USD") dimension = "unknown";
  scale *= unit?.unit.factor ?? 1;
  const per = readPer(text, end);
  if (per) end = per.end;
  if (per?.dataGb !== undefined) {
    dimension = dimension === "USD" ? "USD/GB" : "unknown";
    scale /= per.dataGb;
  }
  const decimals = digits.includes(".") ? digits.length - digits.indexOf(".") - 1 : 0;
  return {
    written: text.slice(start, end),
    start,
    end,
    value: Number(digits.replaceAll(",", "")) * scale * (isNegative ? -1 : 1),
    step: 10 ** -decimals * scale,
    dimension,
    per: per?.word,
  };
}

/** `/GB`, `per month`, `a month`: the data it is for each of, or the word; `undefined` if nothing of the kind follows. */
function readPer(text: string, at: number): { dataGb?: number; word?: string; end: number } | undefined {
  PER.lastIndex = at;
  const match = PER.exec(text);
  const word = match?.[1];
  if (!match || word === undefined) return undefined;
  const end = at + match[0].length;
  const data = readUnit(text, end - word.length);
  if (data?.unit.dimension === "GB") return { dataGb: data.unit.factor, end: data.end };
  const period = SHORT_PERIODS[word] ?? PERIODS.find((one) => one === word.toLowerCase());
  if (period !== undefined) return { word: period, end };
  return /^\s?\/| per /.test(match[0]) ? { word: word.toLowerCase(), end } : undefined;
}
