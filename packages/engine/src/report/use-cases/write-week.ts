import { coreError, type Incident, isoWeekOf, rtoByGroup, startOfWeek, type WeekReport } from "@skylane/core";
import { weekOfCosts } from "../../cost/index.ts";
import type { Deps } from "../../deps.ts";
import { incidentsSince, isActive, lossOfMove } from "../../failover/index.ts";
import { eventsBetween } from "../../health/index.ts";
import { listSlos } from "../../slo/index.ts";
import { achieved } from "../achieved.ts";
import { groupsOfWeek, pathsOfWeek } from "../availability.ts";
import { costsOfWeek } from "../costs-of-week.ts";
import { drillsOfWeek } from "../drills-of-week.ts";
import { needsOfWeek } from "../needs.ts";
import { isOrdered, provenOf, recoveryOf } from "../recovery.ts";
import { savingsOf } from "../savings.ts";

const WEEK_MS = 7 * 86_400_000;
const MOST_RUNS = 10_000;
/** Samples of the minutes before the first sign; the burst that holds the last ones is told within two minutes. */
const BEFORE_MS = 180_000;
const AFTER_MS = 120_000;

export type WeekDeps = Pick<
  Deps,
  | "approvals"
  | "billStore"
  | "clock"
  | "config"
  | "costFindings"
  | "drills"
  | "eventLog"
  | "incidents"
  | "intents"
  | "killSwitch"
  | "log"
  | "meterStore"
  | "performance"
  | "sloLedgers"
  | "topologies"
  | "traces"
  | "weekReports"
>;

/**
 * The report of a week, 2026-W47; absent = the last one that is over. As it was kept on its Monday, else written now from what is
 * still known: events are kept for a week, paths for 30 days, traces for 90. @throws ERR_REQUEST_INVALID for a week to come
 */
export async function showWeekReport(deps: WeekDeps, asked: string | undefined): Promise<WeekReport> {
  const nowMs = deps.clock.nowMs();
  const week = asked ?? isoWeekOf(nowMs - WEEK_MS);
  if (startOfWeek(week) > nowMs)
    throw coreError("ERR_REQUEST_INVALID", `week ${week} has not begun; ask for one up to ${isoWeekOf(nowMs)}`);
  return (await deps.weekReports.find(week)) ?? writeWeek(deps, week);
}

/** The report of the last week that is over, kept for good. Safe to repeat: what was kept first stays. */
export async function keepWeekReport(deps: WeekDeps): Promise<WeekReport> {
  const report = await showWeekReport(deps, undefined);
  await deps.weekReports.save(report);
  deps.log.info("week reported", { week: report.week, moveCount: report.recovery.moves.length });
  return report;
}

async function writeWeek(deps: WeekDeps, week: string): Promise<WeekReport> {
  const { config, clock } = deps;
  const nowMs = clock.nowMs();
  const fromMs = startOfWeek(week);
  const toMs = fromMs + WEEK_MS;
  const bounds = { fromMs, toMs: Math.min(toMs, Math.max(nowMs, fromMs + 1)) };
  const [all, performance, { slos }, reports, recommendations, { isStopped }, approvals, intents, costs] =
    await Promise.all([
      incidentsSince(deps, fromMs),
      deps.performance.list(),
      listSlos(deps),
      deps.drills.list(MOST_RUNS),
      deps.costFindings.recommendations(),
      deps.killSwitch.read(),
      deps.approvals.list(),
      deps.intents.list(MOST_RUNS),
      weekOfCosts(deps, toMs),
    ]);
  const incidents = all.filter(({ openedAtMs }) => openedAtMs >= fromMs && openedAtMs < toMs);
  const moves = await recoveries(deps, incidents);
  const startMs = new Map(
    moves.map(({ incidentId, atMs, phasesMs }) => [incidentId, atMs - (phasesMs.detection ?? 0)]),
  );
  const found = {
    recovery: achieved(moves),
    drills: drillsOfWeek(
      config,
      reports.map(({ run }) => run),
      bounds,
    ),
    savings: savingsOf(recommendations, bounds),
    ...(costs && costsOfWeek(costs)),
  };
  return {
    estate: config.estate,
    week,
    fromMs,
    toMs,
    atMs: nowMs,
    isWhole: nowMs >= toMs,
    ...found,
    availability: {
      groups: groupsOfWeek(config, incidents, ({ id, openedAtMs }) => startMs.get(id) ?? openedAtMs, bounds),
      paths: [...pathsOfWeek(config, performance, slos, bounds)],
    },
    incidents: incidents.toSorted((a, b) => a.openedAtMs - b.openedAtMs).map(incidentLine),
    needs: needsOfWeek({
      nowMs,
      isStopped,
      active: all.filter(isActive),
      approvals,
      intents,
      slos,
      report: found,
    }),
  };
}

const incidentLine = (incident: Incident): WeekReport["incidents"][number] => {
  const { id, groupId, status, fromPathId, toPathId, openedAtMs, reason, timeline } = incident;
  return {
    id,
    groupId,
    status,
    cause: timeline[0]?.what ?? "not written down",
    fromPathId,
    ...(toPathId !== undefined && { toPathId }),
    openedAtMs,
    ...(reason !== undefined && { reason }),
    isOrdered: isOrdered(incident),
  };
};

/** One after the other: what is read of each is a few hundred kilobytes. */
async function recoveries(deps: WeekDeps, incidents: readonly Incident[]) {
  const objectives = rtoByGroup(deps.config);
  const found: NonNullable<ReturnType<typeof recoveryOf>>[] = [];
  for (const incident of incidents) {
    const proven = provenOf(incident);
    if (!proven) continue;
    const [batches, events] = await Promise.all([
      deps.traces.list(incident.id),
      eventsBetween(deps, incident.openedAtMs - BEFORE_MS, proven.atMs + AFTER_MS),
    ]);
    const recovery = recoveryOf(incident, {
      spans: batches.flatMap(({ spans }) => spans),
      loss: lossOfMove(incident, deps.config, events),
      objectiveMs: objectives.get(incident.groupId),
    });
    if (recovery) found.push(recovery);
  }
  return found;
}
