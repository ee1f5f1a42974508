import type { Token } from "../text/tokens.ts";
import { quantitiesIn, rounded, saidBy } from "./quantity.ts";
import { type Finder, isStop, skip, wordSet } from "./said.ts";

/** Decimal gigabytes of a unit, by its word. */
const GB: Readonly<Record<string, number>> = {
  mb: 1e-3,
  megabyte: 1e-3,
  megabytes: 1e-3,
  mo: 1e-3,
  mib: 2 ** 20 / 1e9,
  gb: 1,
  gigabyte: 1,
  gigabytes: 1,
  gig: 1,
  gigs: 1,
  go: 1,
  gib: 2 ** 30 / 1e9,
  tb: 1e3,
  terabyte: 1e3,
  terabytes: 1e3,
  to: 1e3,
  tib: 2 ** 40 / 1e9,
  pb: 1e6,
  petabyte: 1e6,
  petabytes: 1e6,
  pib: 2 ** 50 / 1e9,
};
const DAYS_PER_MONTH = 730 / 24; // the month that prices are made of
/** How often a month, by the word of the period. */
const PERIODS: readonly (readonly [timesAMonth: number, words: ReadonlySet<string>])[] = [
  [
    1,
    wordSet(
      "month months monthly mo mth monat monate monatlich monatliche mois mensuel mensuels mensuelle mes meses mensual mensuales mensais mensal mese mensile mensili maand maandelijks pm",
    ),
  ],
  [
    DAYS_PER_MONTH / 7,
    wordSet(
      "week weekly weeks woche wochentlich semaine hebdomadaire semana semanal semanales semanais hebdomadaires settimana settimanale wekelijks wk",
    ),
  ],
  [
    DAYS_PER_MONTH,
    wordSet(
      "day daily days tag taglich tage jour quotidien dia diario diarios giorno giornaliero dag dagelijks giornalieri",
    ),
  ],
  [730, wordSet("hour hourly stunde stundlich heure hora ora uur")],
  [1 / 12, wordSet("year yearly annually jahr jahrlich annee an ano anno jaar")],
];
const FILL = wordSet(
  "of data traffic daten verkehr traffico trafico trafic donnees datos dati / per a each every pro par por al am im in the de du di ein jeden chaque cada ogni worth transferred volume transfer",
);
const UNSAID = "Over which time is that volume? Say it for a month, such as 500 GB a month.";
const TWO = "How much is it in a month? The request says more than one number.";
const BITS = "Is that volume in gigabytes (GB) or gigabits (Gb)? Say it in GB a month.";

/** How much is sent in a month of 730 hours, decimal GB. */
export const volume: Finder = (tokens) =>
  quantitiesIn(tokens, isVolume).flatMap((quantity) => {
    const { unitAt, value, isRange } = quantity;
    const unit = tokens[unitAt];
    if (!unit || isRate(tokens, unitAt)) return [];
    const period = periodNear(tokens, quantity.from, unitAt);
    const to = Math.max(period?.to ?? 0, unitAt + 1);
    const isInBits = /^[MGT]b$/.test(unit.text);
    if (isInBits && period === undefined) return []; // bandwidth asks
    const doubt = isRange ? TWO : period === undefined ? UNSAID : isInBits ? BITS : undefined;
    const monthlyGb = rounded(value * (GB[unit.word] ?? 0) * (period?.timesAMonth ?? 0));
    return [
      saidBy(quantity, to, { slot: "volume", ...(doubt ? { doubt } : { field: "monthlyGb", value: monthlyGb }) }),
    ];
  });

/** `to` and `go` are octets in French only where they are written so. */
const isVolume = ({ word, text }: Token): boolean =>
  Object.hasOwn(GB, word) && (!/^[gtm]o$/.test(word) || /^[GTM]o$/.test(text));

const SECOND = wordSet("s sec second sekunde seconde segundo secondo");
function isRate(tokens: readonly Token[], unitAt: number): boolean {
  const i = skip(tokens, unitAt + 1, wordSet("/ per pro par por a"));
  return SECOND.has(tokens[i]?.word ?? "");
}

/** The period that is said nearest: behind the unit first, then before the number. */
function periodNear(tokens: readonly Token[], from: number, unitAt: number) {
  const after = skip(tokens, unitAt + 1, FILL);
  const timesAfter = timesOf(tokens[after]);
  if (timesAfter !== undefined) return { timesAMonth: timesAfter, to: after + 1 };
  for (let i = from - 1; i >= from - 5 && !isStop(tokens[i]); i -= 1) {
    const times = timesOf(tokens[i]);
    if (times !== undefined) return { timesAMonth: times, to: unitAt + 1 };
  }
  return undefined;
}

const timesOf = (token: Token | undefined): number | undefined =>
  PERIODS.find(([, words]) => words.has(token?.word ?? ""))?.[0];
