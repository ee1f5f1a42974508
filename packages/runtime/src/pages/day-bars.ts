import { htmlText, type StatusDay } from "@skylane/core";
import { dayText, spanText } from "./words.ts";

const WIDTH = 10;
const GAP = 2;
const HEIGHT = 32;
/** An incident of a moment is seen. */
const LEAST = 20;
const DAY_MS = 86_400_000;

/**
 * A bar a day. Its colour says what was the worst of it; what interrupted or slowed a part of the day fills from above, by the
 * square root of its share, so that a minute is seen beside an hour.
 */
export function dayBars(name: string, days: readonly StatusDay[]): string {
  const width = days.length * WIDTH - GAP;
  return `<svg class="days" viewBox="0 0 ${width} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="${htmlText(inWords(name, days), 400)}">${days
    .map((day, i) => barOf(day, i * WIDTH))
    .join("")}</svg>`;
}

function barOf(day: StatusDay, x: number): string {
  const at = `x="${x}" width="${WIDTH - GAP}"`;
  const title = `<title>${htmlText(dayInWords(day))}</title>`;
  if (day.level === "none" || day.level === "no-data")
    return `<g>${title}<rect class="fill-${day.level}" ${at} y="0" height="${HEIGHT}"/></g>`;
  const badMs = day.level === "outage" ? day.outageMs : day.degradedMs;
  const height = Math.max(LEAST, Math.round(HEIGHT * Math.sqrt(Math.min(1, badMs / DAY_MS))));
  return `<g>${title}<rect class="fill-none" ${at} y="0" height="${HEIGHT}"/><rect class="fill-${day.level}" ${at} y="0" height="${height}"/></g>`;
}

function dayInWords({ day, level, outageMs, degradedMs }: StatusDay): string {
  const on = dayText(Date.parse(day));
  if (level === "no-data") return `${on}: no data`;
  if (level === "none") return `${on}: no incident`;
  const parts = [
    ...(outageMs > 0 ? [`interrupted for ${spanText(outageMs)}`] : []),
    ...(degradedMs > 0 ? [`degraded for ${spanText(degradedMs)}`] : []),
  ];
  return `${on}: ${parts.join(", ") || "an incident, its length is not known"}`;
}

function inWords(name: string, days: readonly StatusDay[]): string {
  const bad = days.filter(({ level }) => level === "outage" || level === "degraded").length;
  return `${name}: ${bad === 0 ? "no day" : `${bad}`} of the last ${days.length} ${bad === 0 ? "had" : bad === 1 ? "day had" : "days had"} an incident`;
}
