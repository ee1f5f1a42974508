const list = (rows: readonly string[]): ReadonlyMap<string, number> =>
  new Map(rows.flatMap((row, i) => row.split(" ").map((word): [string, number] => [word, i])));

/** Months by their names, 0 = January. */
export const MONTHS = list([
  "january jan januar janvier enero janeiro gennaio januari",
  "february feb februar fevrier febrero fevereiro febbraio februari",
  "march mar marz mars marzo marco maart",
  "april apr avril abril aprile",
  "may mai mayo maio maggio mei",
  "june jun juni juin junio junho giugno",
  "july jul juli juillet julio julho luglio",
  "august aug aout agosto augustus",
  "september sep sept septembre septiembre setembro settembre",
  "october oct oktober okt octobre octubre outubro ottobre",
  "november nov novembre noviembre novembro",
  "december dec dezember dez decembre diciembre dezembro dicembre",
]);

/** Days of the week by their names, 0 = Sunday. */
export const WEEKDAYS = list([
  "sunday sonntag dimanche domingo domenica zondag",
  "monday mon montag lundi lunes segunda-feira lunedi maandag",
  "tuesday tue dienstag mardi martes terca-feira martedi dinsdag",
  "wednesday wed mittwoch mercredi miercoles quarta-feira mercoledi woensdag",
  "thursday thu donnerstag jeudi jueves quinta-feira giovedi donderdag",
  "friday fri freitag vendredi viernes sexta-feira venerdi vrijdag",
  "saturday samstag samedi sabado sabato zaterdag",
]);

const DAY_MS = 86_400_000;

/** A day as `2026-11-21`; `undefined` if the calendar has no such day. Months from 0. */
export function dayOf(year: number, month: number, day: number): string | undefined {
  const date = new Date(Date.UTC(year, month, day));
  return date.getUTCMonth() === month && date.getUTCDate() === day && year >= 2000 && year < 2100
    ? date.toISOString().slice(0, 10)
    : undefined;
}

/** A number of days after the day of an instant. */
export const daysAfter = (nowIso: string, days: number): string =>
  new Date(Date.parse(`${nowIso.slice(0, 10)}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);

/** Day of the week of an instant, 0 = Sunday, in UTC. */
export const weekdayOf = (nowIso: string): number => new Date(`${nowIso.slice(0, 10)}T00:00:00Z`).getUTCDay();

/** The last day of the month, quarter or year of an instant. */
export function endOf(nowIso: string, period: "month" | "quarter" | "year"): string {
  const year = Number(nowIso.slice(0, 4));
  const month = Number(nowIso.slice(5, 7)) - 1;
  const last = period === "month" ? month : period === "quarter" ? Math.floor(month / 3) * 3 + 2 : 11;
  return new Date(Date.UTC(year, last + 1, 0)).toISOString().slice(0, 10);
}
