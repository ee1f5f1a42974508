import { dayOf, daysAfter, endOf, MONTHS, WEEKDAYS, weekdayOf } from "../gazetteer/calendar.ts";
import type { Token } from "../text/tokens.ts";
import { type Finder, isNear, type Said, skip, skipBack, wordSet } from "./said.ts";

const DUE = wordSet(
  "by before until till due deadline needed no later than latest bis spatestens zum am vor avant d'ici d ' ’ ici pour le antes del de para el entro voor uiterlijk tot ate : = on required fur au plus tard a mas tardar go-live stichtag frist termin date the is done ready live wanted",
);
const BY = wordSet(
  "by before until till due deadline bis spatestens zum am vor avant ici pour antes para el entro voor uiterlijk tot ate on :",
);
const SINCE = wordSet("since from seit depuis desde dated after");
const PAST = "By which day is it needed? The day that was said is over; say it as 2026-12-31.";
const NO_SUCH = "By which day is it needed? The calendar has no such day; say it as 2026-12-31.";
const OPEN = "By which day is it needed? What was said can mean several days; say it as 2026-12-31.";

/** The day it is needed by. A day that can be two days is asked about; what stands in parentheses tells, and asks for nothing. */
export const deadline: Finder = (tokens, nowIso) => {
  const inside = parenthesised(tokens);
  return [
    ...written(tokens, nowIso),
    ...named(tokens, nowIso),
    ...weekdays(tokens, nowIso),
    ...relative(tokens, nowIso),
    ...vague(tokens),
  ].filter(({ from, field }) => field !== undefined || !inside.has(from));
};

const saidDay = (tokens: readonly Token[], at: number, to: number, day: string | undefined, nowIso: string): Said => ({
  from: skipBack(tokens, at, DUE),
  to,
  slot: "deadline",
  ...(day === undefined
    ? { doubt: NO_SUCH }
    : day < nowIso.slice(0, 10)
      ? { doubt: PAST }
      : { field: "neededBy" as const, value: day }),
});
const saidOpen = (tokens: readonly Token[], at: number, to: number): Said => ({
  from: skipBack(tokens, at, DUE),
  to,
  slot: "deadline",
  doubt: OPEN,
});

/** `2026-12-01`, `1.12.2026`, and `12/24/2026`, where one order only makes a day. */
const written = (tokens: readonly Token[], nowIso: string): readonly Said[] =>
  tokens.flatMap((token, at): readonly Said[] => {
    if (token.kind !== "date" || isNear(tokens, at, SINCE, { before: 2 })) return [];
    const [a = 0, b = 0, c = 0] = token.text.split(/[-/.]/).map(Number);
    if (token.text.includes("-")) return [saidDay(tokens, at, at + 1, dayOf(a, b - 1, c), nowIso)];
    if (token.text.includes("/") && a <= 12 && b <= 12 && a !== b) return [saidOpen(tokens, at, at + 1)];
    const isMonthFirst = token.text.includes("/") && b > 12;
    return [saidDay(tokens, at, at + 1, isMonthFirst ? dayOf(c, a - 1, b) : dayOf(c, b - 1, a), nowIso)];
  });

const ORDINAL = wordSet("st nd rd th er . , de of the º ª");
/** `December 1`, `1st of December 2026`, `1. Dezember`, `1 de diciembre`. */
const named = (tokens: readonly Token[], nowIso: string): readonly Said[] =>
  tokens.flatMap((token, at): readonly Said[] => {
    const month = MONTHS.get(token.word);
    if (month === undefined || token.kind !== "word") return [];
    const before = skipBack(tokens, at, ORDINAL) - 1;
    const isDayBefore = isDay(tokens[before]);
    const dayAt = isDayBefore ? before : at + 1;
    const day = tokens[dayAt];
    if (!isDay(day) || isNear(tokens, dayAt, SINCE, { before: 1 })) return [];
    const yearAt = skip(tokens, isDayBefore ? at + 1 : at + 2, ORDINAL);
    const year = tokens[yearAt];
    const isYear = year?.kind === "number" && /^20\d\d$/.test(year.text);
    const to = isYear ? yearAt + 1 : isDayBefore ? at + 1 : at + 2;
    const found = isYear ? dayOf(year.value ?? 0, month, day?.value ?? 0) : nextSuch(nowIso, month, day?.value ?? 0);
    return [saidDay(tokens, Math.min(at, dayAt), to, found, nowIso)];
  });

const isDay = (token: Token | undefined): boolean =>
  token?.kind === "number" && /^[0-3]?\d$/.test(token.text) && (token.value ?? 0) >= 1;

function nextSuch(nowIso: string, month: number, day: number): string | undefined {
  const year = Number(nowIso.slice(0, 4));
  const thisYear = dayOf(year, month, day);
  return thisYear !== undefined && thisYear >= nowIso.slice(0, 10) ? thisYear : dayOf(year + 1, month, day);
}

const NEXT = wordSet("next nachsten nachste nachster naechsten prochain prochaine proximo proxima volgende prossimo");
/** `by Friday`: the next one; on a Friday it may be today, and `next Friday` is two Fridays anywhere. */
const weekdays = (tokens: readonly Token[], nowIso: string): readonly Said[] =>
  tokens.flatMap((token, at): readonly Said[] => {
    const weekday = WEEKDAYS.get(token.word);
    if (weekday === undefined) return [];
    const isNext = NEXT.has(tokens[at - 1]?.word ?? "") || NEXT.has(tokens[at + 1]?.word ?? "");
    const to = NEXT.has(tokens[at + 1]?.word ?? "") ? at + 2 : at + 1;
    if (!isNear(tokens, at, BY, { before: isNext ? 3 : 2 })) return [];
    const days = (weekday - weekdayOf(nowIso) + 7) % 7;
    const start = isNext && to === at + 1 ? at - 1 : at;
    return [
      isNext || days === 0 ? saidOpen(tokens, start, to) : saidDay(tokens, start, to, daysAfter(nowIso, days), nowIso),
    ];
  });

const DAYS = wordSet("day days tag tage tagen jour jours dia dias giorno giorni dag dagen");
const WEEKS = wordSet("week weeks woche wochen semaine semaines semana semanas settimana settimane weken");
const COUNTS = new Map(
  [
    "one a ein eine einer un une una",
    "two zwei deux dos due twee",
    "three drei trois tres tre drie",
    "four vier quatre cuatro quattro",
  ].flatMap((words, i) => words.split(" ").map((word): [string, number] => [word, i + 1])),
);
const WITHIN = wordSet("in within innerhalb von dans sous en entro tra binnen dentro de los d ici d'ici next the");
const END = wordSet("end ende fin fine eind final");
const OF = wordSet("of the this des der dieses de du mois del la el di van diesem d ' ce este");
const PERIOD: Readonly<Record<string, "month" | "quarter" | "year">> = {
  month: "month",
  monats: "month",
  mois: "month",
  mes: "month",
  mese: "month",
  maand: "month",
  quarter: "quarter",
  quartals: "quarter",
  trimestre: "quarter",
  kwartaal: "quarter",
  year: "year",
  jahres: "year",
  annee: "year",
  ano: "year",
  anno: "year",
  jaar: "year",
};
/** `within 3 days`, `tomorrow`, `by the end of the month`. */
const relative = (tokens: readonly Token[], nowIso: string): readonly Said[] =>
  tokens.flatMap((token, at): readonly Said[] => {
    const unit = tokens[at + 1];
    const count = token.kind === "number" ? token.value : COUNTS.get(token.word);
    const daysEach = DAYS.has(unit?.word ?? "") ? 1 : WEEKS.has(unit?.word ?? "") ? 7 : 0;
    if (
      count !== undefined &&
      daysEach > 0 &&
      WITHIN.has(tokens[at - 1]?.word ?? "") &&
      Number.isInteger(count) &&
      count <= 500
    )
      return [saidDay(tokens, skipBack(tokens, at, WITHIN), at + 2, daysAfter(nowIso, count * daysEach), nowIso)];
    if (
      /^(tomorrow|demain|manana|domani|amanha)$/.test(token.word) ||
      (token.word === "morgen" && isNear(tokens, at, wordSet("bis tot voor spatestens"), { before: 1 }))
    )
      return [saidDay(tokens, at, at + 1, daysAfter(nowIso, 1), nowIso)];
    if (/^(monatsende|jahresende|quartalsende)$/.test(token.word))
      return [
        saidDay(
          tokens,
          at,
          at + 1,
          endOf(nowIso, token.word.startsWith("m") ? "month" : token.word.startsWith("j") ? "year" : "quarter"),
          nowIso,
        ),
      ];
    if (!END.has(token.word)) return [];
    const periodAt = tokens[skip(tokens, at + 1, OF)]?.word === undefined ? at : skip(tokens, at + 1, OF);
    const found = [periodAt, periodAt - 1].find((i) => i > at && Object.hasOwn(PERIOD, tokens[i]?.word ?? ""));
    const period = PERIOD[tokens[found ?? -1]?.word ?? ""];
    const isWeek = WEEKS.has(tokens[periodAt]?.word ?? "");
    if (isWeek) return [saidOpen(tokens, at, periodAt + 1)];
    return found !== undefined && period ? [saidDay(tokens, at, found + 1, endOf(nowIso, period), nowIso)] : [];
  });

const SOON = wordSet("week month quarter woche monat quartal semaine mois semana mes settimana mese maand trimestre");
/** `next week`, `la semaine prochaine`: some day in it. */
const vague = (tokens: readonly Token[]): readonly Said[] =>
  tokens.flatMap(({ word }, at): readonly Said[] => {
    if (!SOON.has(word)) return [];
    const isNextBefore =
      NEXT.has(tokens[at - 1]?.word ?? "") ||
      (/^this$/.test(tokens[at - 1]?.word ?? "") &&
        isNear(tokens, at, BY, { before: 3 }) &&
        !END.has(tokens[at - 3]?.word ?? "") &&
        !END.has(tokens[at - 2]?.word ?? ""));
    if (isNextBefore) return [saidOpen(tokens, at - 1, at + 1)];
    return /^(prochaine|prochain|que|proxima|proximo|prossima)$/.test(tokens[at + 1]?.word ?? "") &&
      (tokens[at + 1]?.word !== "que" || tokens[at + 2]?.word === "viene")
      ? [saidOpen(tokens, at, tokens[at + 1]?.word === "que" ? at + 3 : at + 2)]
      : [];
  });

/** Indices of the tokens between `(` and `)`. */
function parenthesised(tokens: readonly Token[]): ReadonlySet<number> {
  const inside = new Set<number>();
  let depth = 0;
  tokens.forEach(({ word, kind }, at) => {
    if (kind === "sign" && word === "(") depth += 1;
    if (depth > 0) inside.add(at);
    if (kind === "sign" && word === ")") depth = Math.max(0, depth - 1);
  });
  return inside;
}
