import type { NarrationFacts } from "@skylane/core";
import { cleanName } from "./clean-name.ts";
import type { Quantity } from "./scan-quantities.ts";
import { knownWords, MASK, trimWord } from "./vocabulary.ts";

/** Words that are joined by a hyphen in plain English about networks. Any other hyphenated word reads as a name. */
const JOINED = new Set(
  [
    "a and as at availability back backup based break by capacity carrier check cloud committed cost cross data dedicated direct",
    "diverse down dual end even fail fixed flow gigabyte go high higher hour in inter intra is latency least level limit link",
    "long loss low lower lowest max medium month monthly multi must need non of off on only open out over own party pay per",
    "point policy port prem premises price priced provider range rate re real region round route run running self service",
    "shared short side single site so standby state term the third tier to traffic trip up usage utilisation utilization way",
    "well wide wise worst year you zonal zone",
  ]
    .join(" ")
    .split(" "),
);
/** Capitals that are no names. */
const CAPITALS = new Set(["I", "USD", "US", "VPN", "BGP", "SLA", "IP", "NAT", "OK", "A", "AND", "OR", "NOT"]);

/** Names and ids in the text that the facts do not have. `masked` is the text with the facts' names and its quantities taken out. */
export function checkNames(text: string, masked: string, facts: NarrationFacts): readonly string[] {
  const known = knownWords(facts);
  const unknown = new Set<string>();
  for (const { word, isFirst } of tokensOf(masked)) {
    if (word.includes(MASK) || known.has(word.toLowerCase())) continue;
    if (/\p{N}/u.test(word) || (/[-_./:@\\|+=#~^]/.test(word) && !isJoined(word, known)) || isName(word, isFirst))
      unknown.add(word);
  }
  for (const quoted of quotedIn(text))
    if (!facts.names.some((name) => cleanName(name) === quoted) && !facts.text.includes(quoted)) unknown.add(quoted);
  return [...unknown].map(
    (name) => `${JSON.stringify(name)} is in no fact: use the names of the data only, and write numbers with a unit`,
  );
}

/** The text with these ranges taken out, as names are. */
export const maskQuantities = (masked: string, quantities: readonly Quantity[]): string =>
  quantities.reduce((left, { start, end }) => left.slice(0, start) + " ".repeat(end - start) + left.slice(end), masked);

/** Numbers that only count the lines of a list: `1.`, `2.` … in order, each at the beginning of a line. */
export function maskListMarkers(text: string): string {
  let next = 1;
  return text.replaceAll(/^([ \t]*)(\d{1,2})([.)])(?= \S)/gm, (all, space: string, digits: string) => {
    if (digits !== String(next)) return all;
    next += 1;
    return `${space}${" ".repeat(digits.length + 1)}`;
  });
}

function* tokensOf(masked: string): Generator<{ readonly word: string; readonly isFirst: boolean }> {
  for (const { 0: raw, index } of masked.matchAll(/[^\s\u2014\u2026()[\]{}"\u201c\u201d`,;!?*]+/gu)) {
    const word = trimWord(raw);
    const isFirst = /(?:^|[.:!?\n])[\s"\u2018\u201c`(*\u2022\u2013-]*$/u.test(masked.slice(0, index));
    if (word !== "") yield { word, isFirst };
  }
}

const isJoined = (word: string, known: ReadonlySet<string>): boolean =>
  /^\p{L}+(?:[-/]\p{L}+)+$/u.test(word) &&
  word
    .split(/[-/]/)
    .every((part) => JOINED.has(part.toLowerCase()) || (word.includes("/") && known.has(part.toLowerCase())));

const isName = (word: string, isFirst: boolean): boolean =>
  !CAPITALS.has(word) && (/^\p{L}.*\p{Lu}/u.test(word) || (!isFirst && /^\p{Lu}/u.test(word)));

/** What stands in quotes or backticks. */
const quotedIn = (text: string): readonly string[] =>
  [
    ...text.matchAll(
      /`([^`]+)`|"([^"]+)"|\u201c([^\u201d]+)\u201d|\u2018([^\u2019]+)\u2019|(?<![\p{L}\p{N}])'([^'\n]+)'(?![\p{L}\p{N}])/gu,
    ),
  ]
    .map(([, ...groups]) => (groups.find((group) => group !== undefined) ?? "").trim().replace(/[.,;]$/, ""))
    .filter((quoted) => quoted !== "");
