import type { Token } from "../text/tokens.ts";
import { quantitiesIn, rounded, saidBy } from "./quantity.ts";
import { type Finder, skip, wordSet } from "./said.ts";

/** Mbps of a unit, by its word: those that say bits a second by themselves. */
const MBPS: Readonly<Record<string, number>> = {
  kbps: 1e-3,
  mbps: 1,
  gbps: 1e3,
  tbps: 1e6,
  kbit: 1e-3,
  mbit: 1,
  gbit: 1e3,
  mbits: 1,
  gbits: 1e3,
  megabit: 1,
  megabits: 1,
  gigabit: 1e3,
  gigabits: 1e3,
};
/** Mbps of a unit that is one only if `/s` follows. */
const A_SECOND: Readonly<Record<string, number>> = { kb: 1e-3, mb: 1, gb: 1e3, tb: 1e6, mo: 1, go: 1e3 };
const PER = wordSet("/ per pro par por a al p");
const SECOND = wordSet("s sec second sekunde seconde segundo secondo seconds");
const BITS = "Is that a bandwidth? Say it in Mbps or Gbps.";
const TWO = "Which bandwidth is needed, in Mbps? The request says more than one number.";

/** Bandwidth in Mbps. `MB/s` are bytes, `Mb/s` bits. */
export const bandwidth: Finder = (tokens) =>
  quantitiesIn(tokens, ({ word }) => Object.hasOwn(MBPS, word) || Object.hasOwn(A_SECOND, word)).flatMap((quantity) => {
    const { unitAt, value, isRange } = quantity;
    const unit = tokens[unitAt] as Token;
    const secondAt = skip(tokens, unitAt + 1, PER);
    const isASecond = secondAt > unitAt + 1 && SECOND.has(tokens[secondAt]?.word ?? "");
    const mbps = mbpsOf(unit, isASecond);
    const isOpen = mbps === undefined && /^[MG]b$/.test(unit.text) && !isPeriodNext(tokens, unitAt);
    if (mbps === undefined && !isOpen) return [];
    const doubt = isOpen ? BITS : isRange ? TWO : undefined;
    const to = isASecond ? secondAt + 1 : unitAt + 1;
    return [
      saidBy(quantity, to, {
        slot: "bandwidth",
        ...(doubt ? { doubt } : { field: "bandwidthMbps", value: rounded(value * (mbps ?? 0)) }),
      }),
    ];
  });

function mbpsOf({ word, text }: Token, isASecond: boolean): number | undefined {
  if (Object.hasOwn(MBPS, word)) return (MBPS[word] ?? 0) * (/^[MGK]Bps$/.test(text) ? 8 : 1);
  if (!isASecond) return undefined;
  return (A_SECOND[word] ?? 0) * (/^[KMGT]B$|^[MG]o$/.test(text) ? 8 : 1);
}

/** True if a period follows: then it is a volume, whatever its unit is. */
const isPeriodNext = (tokens: readonly Token[], unitAt: number): boolean =>
  tokens
    .slice(unitAt + 1, unitAt + 6)
    .some(({ word }) => /^(month|monthly|day|daily|week|weekly|mo|monat|mois|mes)$/.test(word));
