import { type PathWeek, htmlText as text, type WeekReport } from "@skylane/core";
import { tableOf } from "./table.ts";
import { counted, percentText, spanText } from "./words.ts";

const SHOWN_PATHS = 40;
const SHOWN_GROUPS = 40;
const DAY_MS = 86_400_000;

/** How much of the week groups had a way that works, and paths were there, beside what was promised. */
export function availabilitySection({ availability, fromMs }: WeekReport): string {
  const { groups, paths } = availability;
  const hit = groups.filter(({ incidentCount }) => incidentCount > 0);
  const quiet = groups.length - hit.length;
  return [
    "<h3>Groups</h3>",
    hit.length === 0
      ? `<p>No incident took the primary path of any of ${counted(groups.length, "group")} away.</p>`
      : tableOf(
          [
            { title: "Group", is: "name" },
            { title: "Incidents", is: "number" },
            { title: "Interrupted", is: "number" },
            { title: "Available", is: "number" },
          ],
          hit
            .slice(0, SHOWN_GROUPS)
            .map(({ groupId, incidentCount, outageMs, availabilityRatio }) => [
              text(groupId, 60),
              String(incidentCount),
              `${availabilityRatio === undefined ? "at least " : ""}${spanText(outageMs)}`,
              availabilityRatio === undefined ? "not known" : percentText(availabilityRatio),
            ]),
        ),
    hit.length > 0 && quiet > 0 ? `<p class="muted">${counted(quiet, "group")} without an incident.</p>` : "",
    "<h3>Paths</h3>",
    paths.length === 0
      ? "<p>No path is configured.</p>"
      : tableOf(
          [
            { title: "Path", is: "name" },
            { title: "Mon – Sun" },
            { title: "Available", is: "number" },
            { title: "Promised", is: "number aside" },
            { title: "Down", is: "number" },
            { title: "Degraded", is: "number aside" },
            { title: "Probes lost", is: "number aside" },
            { title: "Budget left", is: "number" },
          ],
          paths.slice(0, SHOWN_PATHS).map((path) => pathRow(path, fromMs)),
        ),
    paths.length > SHOWN_PATHS
      ? `<p class="muted">The ${SHOWN_PATHS} least available of ${paths.length}; all are in the JSON.</p>`
      : "",
  ].join("\n");
}

function pathRow(path: PathWeek, fromMs: number): string[] {
  const { availabilityRatio, objectiveRatio, downMinutes, degradedMinutes, lossRatio, remainingRatio } = path;
  const isMissed =
    availabilityRatio !== undefined && objectiveRatio !== undefined && availabilityRatio < objectiveRatio;
  const shown = availabilityRatio === undefined ? "not seen" : percentText(availabilityRatio);
  return [
    `${text(path.pathId, 60)}<br><span class="muted">${text(path.groupId, 60)}</span>`,
    weekBars(path, fromMs),
    isMissed ? `<b class="bad">✕ ${shown}</b>` : shown,
    objectiveRatio === undefined ? "–" : percentText(objectiveRatio),
    minutesText(downMinutes),
    minutesText(degradedMinutes),
    lossRatio === undefined ? "–" : `${(lossRatio * 100).toFixed(lossRatio > 0 && lossRatio < 0.001 ? 3 : 2)} %`,
    remainingRatio === undefined
      ? "–"
      : `<span class="${remainingRatio < 0 ? "bad" : remainingRatio < 0.25 ? "watch" : "none"}">${Math.floor(remainingRatio * 100)} %</span>`,
  ];
}

const minutesText = (minutes: number): string => (minutes === 0 ? "0" : spanText(minutes * 60_000));

/** Seven bars: how much of each day it was down, degraded, or not seen. */
function weekBars({ pathId, days }: PathWeek, fromMs: number): string {
  const bars = Array.from({ length: 7 }, (_, i) => {
    const date = new Date(fromMs + i * DAY_MS).toISOString().slice(0, 10);
    const day = days.find((one) => one.day === date);
    const level = !day ? "no-data" : day.downMinutes > 0 ? "outage" : day.degradedMinutes > 0 ? "degraded" : "none";
    const said = !day
      ? "not seen"
      : `up ${spanText(day.upMinutes * 60_000)}, degraded ${spanText(day.degradedMinutes * 60_000)}, down ${spanText(day.downMinutes * 60_000)}`;
    return `<rect class="fill-${level}" x="${i * 12}" y="0" width="10" height="16"><title>${date}: ${said}</title></rect>`;
  });
  return `<svg class="week" viewBox="0 0 82 16" role="img" aria-label="${text(`${pathId}, day by day`)}">${bars.join("")}</svg>`;
}
