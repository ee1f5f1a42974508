import type { Fact } from "@skylane/core";

/** What a written unit measures and how many of the fact's unit it is: `TB` is `{ dimension: "GB", factor: 1000 }`. */
export interface WrittenUnit {
  readonly dimension: Fact["unit"] | "unknown";
  readonly factor: number;
}

const unit = (dimension: WrittenUnit["dimension"], factor: number): WrittenUnit => ({ dimension, factor });
const GIB_IN_GB = 1.073741824;

/** Written as abbreviations: the case decides (`Gb` is a gigabit, and no fact is in gigabits). */
const ABBREVIATIONS: Readonly<Record<string, WrittenUnit>> = {
  "%": unit("percent", 1),
  USD: unit("USD", 1),
  KB: unit("GB", 1e-6),
  kB: unit("GB", 1e-6),
  MB: unit("GB", 1e-3),
  GB: unit("GB", 1),
  TB: unit("GB", 1e3),
  PB: unit("GB", 1e6),
  MiB: unit("GB", GIB_IN_GB / 1024),
  GiB: unit("GB", GIB_IN_GB),
  TiB: unit("GB", GIB_IN_GB * 1024),
  us: unit("ms", 1e-3),
  µs: unit("ms", 1e-3),
  μs: unit("ms", 1e-3),
  ms: unit("ms", 1),
  s: unit("ms", 1e3),
  sec: unit("ms", 1e3),
  min: unit("ms", 6e4),
  h: unit("ms", 3.6e6),
  kbps: unit("Mbps", 1e-3),
  Kbps: unit("Mbps", 1e-3),
  Mbps: unit("Mbps", 1),
  "Mbit/s": unit("Mbps", 1),
  "Mb/s": unit("Mbps", 1),
  Gbps: unit("Mbps", 1e3),
  "Gbit/s": unit("Mbps", 1e3),
  "Gb/s": unit("Mbps", 1e3),
  Tbps: unit("Mbps", 1e6),
  "Tbit/s": unit("Mbps", 1e6),
};

/** Written as words, any case. */
const WORDS: Readonly<Record<string, WrittenUnit>> = {
  percent: unit("percent", 1),
  "per cent": unit("percent", 1),
  "percentage points": unit("percent", 1),
  "percentage point": unit("percent", 1),
  dollar: unit("USD", 1),
  dollars: unit("USD", 1),
  "us dollars": unit("USD", 1),
  cent: unit("USD", 0.01),
  cents: unit("USD", 0.01),
  megabyte: unit("GB", 1e-3),
  megabytes: unit("GB", 1e-3),
  gigabyte: unit("GB", 1),
  gigabytes: unit("GB", 1),
  terabyte: unit("GB", 1e3),
  terabytes: unit("GB", 1e3),
  petabyte: unit("GB", 1e6),
  petabytes: unit("GB", 1e6),
  microsecond: unit("ms", 1e-3),
  microseconds: unit("ms", 1e-3),
  millisecond: unit("ms", 1),
  milliseconds: unit("ms", 1),
  second: unit("ms", 1e3),
  seconds: unit("ms", 1e3),
  minute: unit("ms", 6e4),
  minutes: unit("ms", 6e4),
  hour: unit("ms", 3.6e6),
  hours: unit("ms", 3.6e6),
  "megabits per second": unit("Mbps", 1),
  "megabit per second": unit("Mbps", 1),
  "gigabits per second": unit("Mbps", 1e3),
  "gigabit per second": unit("Mbps", 1e3),
  ...Object.fromEntries(
    // What no fact is measured in, but what stands after a number as a unit does.
    [
      ...["x", "×", "times", "fold", "euro", "euros", "eur", "gbp", "pound", "pounds", "yen", "chf", "inr", "rupees"],
      ...["bit", "bits", "byte", "bytes", "kb", "kib", "pib", "km", "mile", "miles", "kilometre", "kilometres"],
      ...["kilometers", "hz", "basis", "bps", "megabit", "megabits", "gigabit", "gigabits", "m", "b", "g", "t", "k"],
      ...["ns", "nanoseconds", "dozen", "hundred", "trillion", "mbit", "gbit", "mb", "gb", "tb", "pb", "eb", "zb"],
    ].map((word) => [word, unit("unknown", 1)]),
  ),
};

const escaped = (word: string): string => word.replaceAll(/[/%×]/g, (sign) => `\\${sign === "×" ? "u00d7" : sign}`);
const oneOf = (words: readonly string[]): string =>
  [...words]
    .sort((a, b) => b.length - a.length)
    .map(escaped)
    .join("|");
const END = "(?![\\p{L}\\p{N}_\u25a1])";
const EXACT = new RegExp(`(?:%|(?:${oneOf(Object.keys(ABBREVIATIONS).filter((word) => word !== "%"))})${END})`, "uy");
const FOLDED = new RegExp(`(?:${oneOf(Object.keys(WORDS))})${END}`, "uyi");

/** The unit that begins at `at` in the text and where it ends, or `undefined` if what is there is no unit. */
export function readUnit(text: string, at: number): { readonly unit: WrittenUnit; readonly end: number } | undefined {
  EXACT.lastIndex = at;
  const exact = EXACT.exec(text)?.[0];
  const abbreviated = exact === undefined ? undefined : ABBREVIATIONS[exact];
  if (exact !== undefined && abbreviated) return { unit: abbreviated, end: at + exact.length };
  FOLDED.lastIndex = at;
  const word = FOLDED.exec(text)?.[0];
  const found = word === undefined ? undefined : WORDS[word.toLowerCase()];
  return word !== undefined && found ? { unit: found, end: at + word.length } : undefined;
}
