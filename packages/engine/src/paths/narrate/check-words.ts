import type { NarrationFacts } from "@skylane/core";

/** Words that say a number nobody can look up: ratios, rounded sums, dozens. */
const DERIVED =
  /(?<![\p{L}\p{N}_-])(?:twice|thrice|double[sd]?|doubling|tripl(?:e[sd]?|ing)|quadrupl(?:e[sd]?|ing)|half|halve[sd]?|halving|\p{L}+fold|a third|two thirds|thirds|a quarter of|quarters|dozens?|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|millions?|billions?|trillions?|an order of magnitude|orders of magnitude|a couple|tens of|(?:a|an|few|several|some|many) (?:dollar|cent|(?:mega|giga|tera)byte|(?:milli)?second|minute|hour|percent)s?)(?![\p{L}\p{N}_])/giu;
/** Words that say $0. */
const FREE =
  /(?<![\p{L}\p{N}_-])(?:free of charge|for free|is free|are free|costs? nothing|no (?:cost|charge|fee)s?|without (?:cost|charge)|gratis|costless|complimentary|zero-cost|(?:not|\p{L}+n['\u2019]t) cost anything|is nil|at no cost)(?![\p{L}\p{N}_-])/giu;

/** Money that is not right after its number, as in "3 candidate dollars". */
const STRAY = /(?<![\p{L}\p{N}_-])(?:dollars?|cents?|euros?|bucks?|quid|rupees?)(?![\p{L}\p{N}_-])/giu;

/** Numbers in words that cannot be looked up, and "free" where no cost is zero. `masked` has no names and no quantities. */
export function checkWords(masked: string, { facts }: NarrationFacts): readonly string[] {
  const isAnyFree = facts.some(({ unit, value }) => value === 0 && (unit === "USD" || unit === "USD/GB"));
  return [
    ...[...masked.matchAll(/[$%]/g)].map(([sign]) => `"${sign}" stands apart from its number: write $5 and 5%`),
    ...[...masked.matchAll(STRAY)].map(([word]) => `"${word}" stands apart from its number: write $5`),
    ...[...masked.matchAll(DERIVED)].map(
      ([word]) => `"${word}" is a derived number: say the numbers of the facts, in digits`,
    ),
    ...[...(isAnyFree ? [] : masked.matchAll(FREE))].map(
      ([words]) => `"${words}" says that a cost is 0, and no fact does`,
    ),
  ];
}
