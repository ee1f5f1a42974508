import { RecoveryPhase, htmlText as text, type WeekReport } from "@skylane/core";
import { framed } from "./frame.ts";
import { recoveryChart } from "./recovery-chart.ts";
import { tableOf } from "./table.ts";
import { availabilitySection } from "./week-availability.ts";
import { costsSection, savingsSection } from "./week-money.ts";
import { counted, dayText, momentText, percentText, spanText, usdText } from "./words.ts";

const DAY_MS = 86_400_000;

/** The report of a week as a page that stands alone and prints on A4. */
export function weekPage(report: WeekReport): string {
  const { estate, week, fromMs, toMs, atMs, isWhole } = report;
  const [year, number = ""] = week.split("-W");
  const body = [
    `<header><h1>${text(estate, 80)}: week ${Number(number)} of ${year}</h1>`,
    `<p class="muted">${dayText(fromMs)} to ${dayText(toMs - DAY_MS)}, UTC. Written ${momentText(atMs, true)}${isWhole ? "" : ", before the week was over"}.</p>`,
    `<ul class="tiles">${tiles(report)}</ul></header>`,
    "<main>",
    "<h2>What needs people</h2>",
    needsSection(report),
    "<h2>Recovery</h2>",
    recoverySection(report),
    "<h2>Availability</h2>",
    availabilitySection(report),
    "<h2>Incidents</h2>",
    incidentsSection(report),
    "<h2>Drills</h2>",
    drillsSection(report),
    "<h2>Savings</h2>",
    savingsSection(report),
    "<h2>Costs</h2>",
    costsSection(report),
    "</main>",
    "<footer><p>What is not known is shown as not known, never as zero. Availability of a path is the share of the time in which its vantage saw it that it was not down; of a group, the share of the week without the time from the first sign of a failure to proven traffic. ",
    "Percentiles are by nearest rank: each was measured. Error budgets are of their whole period, as of when this was written.</p></footer>",
  ].join("\n");
  return framed({ title: `${estate}: ${week}`, body });
}

function tiles({ recovery, availability, drills, savings, needs }: WeekReport): string {
  const failures = recovery.moves.filter(({ isOrdered }) => !isOrdered).length;
  const seen = availability.paths.flatMap((path) => (path.availabilityRatio === undefined ? [] : [path]));
  const missed = seen.filter((path) => (path.availabilityRatio ?? 1) < (path.objectiveRatio ?? 0)).length;
  const promised = seen.filter(({ objectiveRatio }) => objectiveRatio !== undefined).length;
  const passed = drills.runs.filter(({ status }) => status === "passed").length;
  const late = recovery.judgedCount - recovery.withinCount;
  const of: readonly (readonly [string, string, isBad?: boolean])[] = [
    [
      String(needs.length),
      needs.length === 1 ? "thing for people" : "things for people",
      needs.some(({ tone }) => tone === "bad"),
    ],
    [
      recovery.rto ? spanText(recovery.rto.p95Ms) : "–",
      recovery.rto
        ? `to recover (p95 of ${failures})${recovery.judgedCount > 0 ? `, ${recovery.withinCount} of ${recovery.judgedCount} as promised` : ""}`
        : "no failover this week",
      late > 0,
    ],
    [
      seen[0]?.availabilityRatio === undefined ? "–" : percentText(seen[0].availabilityRatio),
      `least available path${promised > 0 ? `; ${promised - missed} of ${promised} as promised` : ""}`,
      missed > 0,
    ],
    [`${passed} of ${drills.runs.length}`, "drills passed", drills.runs.some(({ status }) => status === "failed")],
    [usdText(savings.verified.monthlyUsd), "a month saved, verified by the bill"],
    [usdText(savings.open.monthlyUsd), `a month more could be saved (${savings.open.count})`],
  ];
  return of
    .map(([number, what, isBad]) => `<li><b${isBad ? ' class="bad"' : ""}>${number}</b><span>${what}</span></li>`)
    .join("");
}

function needsSection({ needs }: WeekReport): string {
  if (needs.length === 0) return "<p>Nothing.</p>";
  return `<ul class="plain needs">${needs
    .map(({ tone, what, detail }) => `<li class="${tone}"><b>${text(what)}</b><span>${text(detail, 300)}</span></li>`)
    .join("\n")}</ul>`;
}

function recoverySection({ recovery }: WeekReport): string {
  const { moves, rto, phases } = recovery;
  if (moves.length === 0) return "<p>Nothing was moved this week, so there was nothing to recover.</p>";
  const rows = [...RecoveryPhase.options.map((phase) => [phase, phases[phase]] as const), ["in all", rto] as const];
  const ordered = moves.filter(({ isOrdered }) => isOrdered).length;
  return [
    recoveryChart(moves),
    rto
      ? tableOf(
          [
            { title: "Part", is: "name" },
            { title: "Known of", is: "number" },
            { title: "p50", is: "number" },
            { title: "p95", is: "number" },
            { title: "Longest", is: "number" },
          ],
          rows.map(([name, spread]) => [
            name,
            String(spread?.count ?? 0),
            ...[spread?.p50Ms, spread?.p95Ms, spread?.maxMs].map((ms) => (ms === undefined ? "–" : spanText(ms))),
          ]),
        )
      : "",
    `<p>${objectiveWords(recovery)}${ordered > 0 ? ` ${counted(ordered, "move")} that a person or a drill ordered ${ordered === 1 ? "is" : "are"} not counted.` : ""}</p>`,
    "<h3>What was lost meanwhile (RPO)</h3>",
    `<p>${rpoWords(recovery)}</p>`,
  ].join("\n");
}

const objectiveWords = ({ judgedCount, withinCount, moves }: WeekReport["recovery"]): string => {
  const fromVerdict = moves.filter(({ isOrdered, isFromFirstBadProbe }) => !isOrdered && !isFromFirstBadProbe).length;
  const base = "Counted from the first bad probe to traffic proven on the other path.";
  const late =
    fromVerdict > 0
      ? ` Of ${fromVerdict} of them that probe is not known: counted from the verdict, they took longer than is said here.`
      : "";
  return `${base}${late} ${judgedCount === 0 ? "No time is promised: set slos.rtoMs." : `${withinCount} of ${judgedCount} took no longer than promised.`}`;
};

/** What RPO means where routes are moved and no data is: nothing that was stored, and the requests of that time. */
function rpoWords({ probes, moves }: WeekReport["recovery"]): string {
  const { lostCount, knownCount, missingCount, moveCount } = probes;
  const proofs = moves.flatMap(({ proof, isOrdered }) => (proof && !isOrdered ? [proof] : []));
  const answered = proofs.reduce((sum, { answeredCount }) => sum + answeredCount, 0);
  const sent = proofs.reduce((sum, { sentCount }) => sum + sentCount, 0);
  const measured =
    moveCount === 0
      ? "How many is not known: the event log holds a week."
      : `As a sample of it: ${lostCount} of ${knownCount} probes of the failed paths were not answered in ${counted(moveCount, "recovery", "recoveries")}${missingCount > 0 ? `, and ${missingCount} are not in the record` : ""}.`;
  return `A move of routes takes back nothing that is stored: the recovery point of data is that of your replication, and is not measured here. What was on its way and not answered has to be sent again by applications. ${measured}${sent > 0 ? ` Afterwards ${answered} of ${sent} proof requests were answered.` : ""}`;
}

function incidentsSection({ incidents }: WeekReport): string {
  if (incidents.length === 0) return "<p>None.</p>";
  return tableOf(
    [
      { title: "When (UTC)", is: "short" },
      { title: "What", is: "name" },
      { title: "Outcome", is: "long" },
    ],
    incidents.map(({ openedAtMs, groupId, cause, status, toPathId, reason }) => [
      new Date(openedAtMs).toISOString().slice(5, 19).replace("T", " "),
      `${text(groupId, 60)}<br><span class="muted">${text(cause, 160)}</span>`,
      `${status.replaceAll("-", " ")}${toPathId !== undefined ? `, ${text(toPathId, 60)}` : ""}${reason === undefined ? "" : `<br><span class="muted">${text(reason, 240)}</span>`}`,
    ]),
  );
}

function drillsSection({ drills }: WeekReport): string {
  const { runs, overdue } = drills;
  const list = overdue
    .slice(0, 20)
    .map(
      ({ groupId, notDrilledDays }) =>
        `${text(groupId, 60)} (${notDrilledDays === undefined ? "never" : `${notDrilledDays} days ago`})`,
    );
  return [
    runs.length === 0
      ? "<p>None this week.</p>"
      : tableOf(
          [
            { title: "When (UTC)", is: "short" },
            { title: "Group", is: "long" },
            { title: "Result", is: "short" },
            { title: "Without an answer, allowed", is: "number" },
          ],
          runs.map(({ atMs, groupId, status, rtoMs, targetRtoMs, reason }) => [
            new Date(atMs).toISOString().slice(5, 16).replace("T", " "),
            `${text(groupId, 60)}<br><span class="muted">${text(reason, 200)}</span>`,
            `<b class="${status === "passed" ? "good" : status === "failed" ? "bad" : "none"}">${status}</b>`,
            `${rtoMs === undefined ? "–" : spanText(rtoMs)} of ${spanText(targetRtoMs)}`,
          ]),
        ),
    overdue.length === 0
      ? "<p>Every group that is moved by itself was drilled within a quarter.</p>"
      : `<p>Not drilled to the end for a quarter: ${list.join(", ")}${overdue.length > 20 ? ` and ${overdue.length - 20} more` : ""}.</p>`,
  ].join("\n");
}
