import { type StatusLevel, type StatusView, htmlText as text } from "@skylane/core";
import { dayBars } from "./day-bars.ts";
import { framed } from "./frame.ts";
import { dayText, momentText, percentText, spanText } from "./words.ts";

const REFRESH_SECONDS = 300;

/** The page that everybody may read: how each component is now, a bar for each of 90 days, and their incidents. */
export function statusPage(view: StatusView): string {
  const { title, atMs, level, components } = view;
  const body = [
    `<header><h1>${text(title)}</h1>`,
    `<p class="muted">As of ${momentText(atMs, true)}. Written anew every five minutes.</p>`,
    `<div class="verdict ${TONE[level]}"><span>${overallWords(level)}</span></div></header>`,
    "<main>",
    "<h2>Components</h2>",
    `<ul class="plain components">${components.map(componentItem).join("\n")}</ul>`,
    "<h2>Incidents of the last 90 days</h2>",
    incidentsOf(view),
    "</main>",
    "<footer><p>Times are UTC. A bar is a day: green without an incident, amber where it was slow or lossy, red where it was interrupted, grey where nothing was recorded. ",
    "The part from above shows how much of the day; short times are drawn larger than they were. The percentage counts interruptions only.</p></footer>",
  ].join("\n");
  return framed({ title: `${title}: ${overallWords(level).toLowerCase()}`, body, refreshSeconds: REFRESH_SECONDS });
}

type Component = StatusView["components"][number];

const TONE: Readonly<Record<StatusLevel, string>> = {
  operational: "good",
  degraded: "watch",
  "partial-outage": "bad",
  "major-outage": "bad",
  unknown: "none",
};
const LEVEL: Readonly<Record<StatusLevel, string>> = {
  operational: "● Operational",
  degraded: "◐ Degraded performance",
  "partial-outage": "✕ Partial outage",
  "major-outage": "✕ Major outage",
  unknown: "? Not known",
};

const overallWords = (level: StatusLevel): string =>
  ({
    operational: "All components are operational",
    degraded: "Some components are degraded",
    "partial-outage": "Some components are interrupted",
    "major-outage": "All components are interrupted",
    unknown: "The state of some components is not known",
  })[level];

function componentItem({ name, level, isReduced, days, availabilityRatio }: Component): string {
  const reduced =
    isReduced && level === "operational" ? '<p class="muted">It works, with less in reserve than usual.</p>' : "";
  const first = days[0];
  return [
    `<li><h3>${text(name)} <span class="${TONE[level]}">${LEVEL[level]}</span></h3>${reduced}`,
    dayBars(name, days),
    `<div class="ends"><span>${first ? dayText(Date.parse(first.day)).slice(0, -5) : ""}</span><span>${availabilityRatio === undefined ? "no data yet" : `${percentText(availabilityRatio)} uninterrupted`}</span><span>today</span></div></li>`,
  ].join("");
}

function incidentsOf({ incidents, atMs }: StatusView): string {
  if (incidents.length === 0) return "<p>None.</p>";
  return `<ul class="plain incidents">${incidents.map((one) => incidentItem(one, atMs)).join("\n")}</ul>`;
}

type PublicIncident = StatusView["incidents"][number];

function incidentItem(incident: PublicIncident, atMs: number): string {
  const { component, impact, stage, startedAtMs, endedAtMs } = incident;
  const what = impact === "outage" ? "interrupted" : "degraded";
  const isOpen = stage === "investigating";
  const length =
    endedAtMs !== undefined
      ? ` for ${spanText(endedAtMs - startedAtMs)}`
      : isOpen
        ? ` for ${spanText(Math.max(0, atMs - startedAtMs))} so far`
        : "";
  return `<li><b>${text(component)}: ${what}${length}</b><span class="${isOpen ? "bad" : "good"}">${isOpen ? "Going on" : "Resolved"}</span> <span class="muted">· from ${momentText(startedAtMs)} · ${HOW[incident.how](isOpen)}</span></li>`;
}

const HOW: Readonly<Record<PublicIncident["how"], (isOpen: boolean) => string>> = {
  moved: () => "traffic was moved to another path, and seen to arrive there",
  routing: () => "routing found another path by itself",
  recovered: () => "the path recovered",
  unknown: (isOpen) => (isOpen ? "we are looking into it" : "how long it was felt is not recorded"),
};
