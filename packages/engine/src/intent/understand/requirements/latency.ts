import type { Token } from "../text/tokens.ts";
import { quantitiesIn, rounded, saidBy } from "./quantity.ts";
import { type Finder, isNear, type Said, skip, wordSet } from "./said.ts";

const MS = wordSet(
  "ms msec msecs millis millisecond milliseconds millisekunde millisekunden milliseconde millisecondes milisegundo milisegundos millisecondo millisecondi milissegundos milliseconden",
);
const SECONDS = wordSet(
  "s sec secs second seconds sekunde sekunden seconde secondes segundo segundos secondi seconden",
);
const LATENCY = wordSet(
  "latency latencies rtt ping delay round-trip roundtrip latenz laufzeit verzogerung latence latencia latenza latentie responds antwortzeit",
);
const ONE_WAY = wordSet("one-way oneway einfach einweg aller enkel");
const AFTER = wordSet(
  "round trip round-trip roundtrip rtt latency latenz latence latencia latenza or less max maximum maximal at most one-way one way each direction each-way tops aller simple",
);
const TWO_NUMBERS =
  "Which round trip is the most that will do, in milliseconds? The request says more than one number.";
const UNIT = "In which unit is the latency? Say it in milliseconds of a round trip.";
const OUT_OF_RANGE =
  "Which round trip is the most that will do? It must be more than 0 and at most 60,000 milliseconds.";
const LEAST = "Which round trip is the most that will do, in milliseconds? The request says how much it is at least.";

/** The most a round trip may take. A latency that is said to be of one way counts twice. */
export const latency: Finder = (tokens) => [
  ...inUnits(tokens),
  ...subMs(tokens),
  ...misspelt(tokens),
  ...withoutUnit(tokens),
];

const inUnits = (tokens: readonly Token[]): readonly Said[] =>
  quantitiesIn(tokens, ({ word }) => MS.has(word) || SECONDS.has(word)).flatMap((quantity) => {
    const { unitAt, value, isRange, isLeast } = quantity;
    const isSeconds = SECONDS.has(tokens[unitAt]?.word ?? "");
    if (isSeconds && !isNear(tokens, unitAt, LATENCY, { before: 8, after: 3 })) return [];
    const to = skip(tokens, unitAt + 1, AFTER);
    const doubt = isRange ? TWO_NUMBERS : isLeast ? LEAST : undefined;
    const ms = value * (isSeconds ? 1_000 : 1) * (isOneWay(tokens, quantity.from, unitAt) ? 2 : 1);
    if (!isRange && (ms <= 0 || ms > 60_000))
      return [
        {
          from: quantity.from,
          to,
          slot: "latency" as const,
          doubt: OUT_OF_RANGE,
        },
      ];
    return [
      saidBy(quantity, to, { slot: "latency", ...(doubt ? { doubt } : { field: "maxRttMs", value: rounded(ms) }) }),
    ];
  });

/** `sub-20ms`, `sub-20` right before `ms` or `millisecond`. */
const subMs = (tokens: readonly Token[]): readonly Said[] =>
  tokens.flatMap(({ word }, at): readonly Said[] => {
    const match = /^sub-?(\d+)-?(ms|msec|millisecond|milliseconds)?$/.exec(word);
    if (!match || (!match[2] && !MS.has(tokens[at + 1]?.word ?? ""))) return [];
    return [
      {
        from: at,
        to: skip(tokens, at + (match[2] ? 1 : 2), AFTER),
        slot: "latency",
        field: "maxRttMs",
        value: Number(match[1]),
      },
    ];
  });

const BETWEEN = wordSet(": = is of under below < <= ≤ max maximum at most be must unter maximal hochstens de a sous");
/** `20 miliseconds`: a unit that is nearly one is asked about. */
const misspelt = (tokens: readonly Token[]): readonly Said[] =>
  quantitiesIn(tokens, ({ word }) => /^mil+i?s/.test(word) && !MS.has(word)).map(({ from, unitAt }) => ({
    from,
    to: unitAt + 1,
    slot: "latency",
    doubt: UNIT,
  }));

/** `latency: 20`: of what? */
const withoutUnit = (tokens: readonly Token[]): readonly Said[] =>
  tokens.flatMap(({ word }, at): readonly Said[] => {
    const numberAt = skip(tokens, at + 1, BETWEEN);
    const unit = tokens[numberAt + 1];
    if (!LATENCY.has(word) || tokens[numberAt]?.kind !== "number") return [];
    if (unit && unit.kind === "word" && /^[a-zµ]/.test(unit.word)) return [];
    if (/^[-–]$/.test(unit?.word ?? "")) return [];
    return [
      {
        from: at,
        to: numberAt + 1,
        slot: "latency",
        doubt: UNIT,
      },
    ];
  });

function isOneWay(tokens: readonly Token[], from: number, unitAt: number): boolean {
  if (isNear(tokens, from, ONE_WAY, { before: 4 }) || isNear(tokens, unitAt, ONE_WAY, { after: 4 })) return true;
  const near = tokens
    .slice(Math.max(0, from - 4), unitAt + 5)
    .map(({ word }) => word)
    .join(" ");
  return /\b(one|each|per) (way|direction)\b|\bpro richtung\b|\bpar sens\b|\bpor sentido\b|\bin eine richtung\b|\bsolo ida\b/.test(
    near,
  );
}
