import { type Recovery, RecoveryPhase, htmlText as text } from "@skylane/core";
import { spanText } from "./words.ts";

const WIDTH = 1_000;
const HEIGHT = 16;
const SHOWN = 24;

/** A bar for each recovery, its parts in their order, and a mark where its objective is. All bars have one scale. */
export function recoveryChart(moves: readonly Recovery[]): string {
  const timed = moves.flatMap((move) => (move.rtoMs === undefined ? [] : [{ ...move, rtoMs: move.rtoMs }]));
  if (timed.length === 0) return "";
  const shown = timed.toSorted((a, b) => b.rtoMs - a.rtoMs).slice(0, SHOWN);
  const longest = Math.max(...shown.map(({ rtoMs, objectiveMs = 0 }) => Math.max(rtoMs, objectiveMs)), 1);
  const scale = (ms: number): number => Math.round((ms / longest) * WIDTH);
  const hasObjective = shown.some(({ objectiveMs }) => objectiveMs !== undefined);
  return [
    `<ul class="legend">${RecoveryPhase.options.map((phase) => `<li>${swatch(phase)}${phase}</li>`).join("")}<li>${swatch("rest")}not told apart</li>${hasObjective ? `<li>${swatch("objective")}objective</li>` : ""}</ul>`,
    `<ul class="plain chart">${shown
      .map((move) => {
        const { groupId, rtoMs, objectiveMs } = move;
        const isLate = objectiveMs !== undefined && rtoMs > objectiveMs;
        const label = `${groupId}: ${spanText(rtoMs)}${objectiveMs === undefined ? "" : ` of ${spanText(objectiveMs)}`}`;
        return `<li><span>${text(groupId, 40)}</span><svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="${text(label)}">${bars(move, scale)}${objectiveMs === undefined ? "" : `<rect class="fill-objective" x="${Math.max(0, scale(objectiveMs) - 4)}" y="0" width="4" height="${HEIGHT}"/>`}</svg><b${isLate ? ' class="bad"' : ""}>${isLate ? "✕ " : ""}${spanText(rtoMs)}</b></li>`;
      })
      .join("")}</ul>`,
    timed.length > shown.length ? `<p class="muted">The ${SHOWN} longest of ${timed.length}.</p>` : "",
  ].join("\n");
}

/** Parts one after the other, and at the end what no part accounts for. */
function bars({ phasesMs, rtoMs }: Recovery & { readonly rtoMs: number }, scale: (ms: number) => number): string {
  let doneMs = 0;
  const rects = RecoveryPhase.options.map((phase) => {
    const ms = Math.min(phasesMs[phase] ?? 0, rtoMs - doneMs);
    const rect = bar(phase, scale(doneMs), scale(doneMs + ms) - scale(doneMs), phasesMs[phase]);
    doneMs += ms;
    return rect;
  });
  return `${rects.join("")}${bar("rest", scale(doneMs), scale(rtoMs) - scale(doneMs), undefined)}`;
}

const bar = (kind: string, x: number, width: number, ms: number | undefined): string =>
  width <= 0
    ? ""
    : `<rect class="fill-${kind}" x="${x}" y="2" width="${width}" height="${HEIGHT - 4}">${ms === undefined ? "" : `<title>${kind} ${spanText(ms)}</title>`}</rect>`;

const swatch = (kind: string): string =>
  `<svg viewBox="0 0 12 12" aria-hidden="true"><rect class="fill-${kind}" width="12" height="12"/></svg>`;
