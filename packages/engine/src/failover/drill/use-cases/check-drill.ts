import type { ActiveDrill, Drill, DrillRun, FailoverPlan } from "@skylane/core";
import type { Deps } from "../../../deps.ts";
import { capacityOf } from "../../capacity.ts";
import { incidentId } from "../../incident-id.ts";
import { changesTo } from "../../make-plan.ts";
import { isFresh, sightingOf } from "../../sighting.ts";
import { readKillSwitch } from "../../use-cases/read-kill-switch.ts";
import { readPathOrders } from "../../use-cases/read-path-orders.ts";
import { recentIncidents } from "../../use-cases/recent-incidents.ts";
import { whereabouts } from "../../whereabouts.ts";
import { type DrillDecision, decideDrill, testOf } from "../decide-drill.ts";
import type { DrillOrder } from "../drill-step.ts";
import { targetRtoOf } from "../groups-of-drill.ts";
import { findDrill, findGroup } from "./load-run.ts";

type CheckDeps = Pick<
  Deps,
  | "config"
  | "clock"
  | "plans"
  | "incidents"
  | "overrides"
  | "pathOverrides"
  | "killSwitch"
  | "health"
  | "steering"
  | "faultTests"
  | "drills"
  | "activeDrills"
  | "log"
>;

/** Newest drills of all groups that the rest between two is counted from. */
const HISTORY_COUNT = 200;

/**
 * Opens the run, reads everything the decision rests on, and decides; with `go` the run holds the group, and what its routes
 * read is stored. Writes no route and starts no test. Safe to repeat. @throws ERR_DRILL_MISSING
 */
export async function checkDrill(deps: CheckDeps, order: DrillOrder): Promise<DrillDecision> {
  const drill = findDrill(deps, order.drillId);
  const plan = await deps.plans.find(order.groupId);
  const run = await deps.drills.open(runOf(deps, order, drill, plan));
  const held = await deps.activeDrills.find(order.groupId);
  if (held?.runId === run.runId)
    return {
      kind: "go",
      fromPathId: held.fromPathId,
      toPathId: held.toPathId,
      ...(held.target && { target: held.target }),
    };
  const decision = await decide(deps, order, drill, plan);
  deps.log.info("drill decided", { runId: order.runId, groupId: order.groupId, ...decision });
  if (decision.kind === "refuse" || !plan) return decision;
  const taken = await hold(deps, order, drill, plan, decision);
  return taken ? decision : { kind: "refuse", rule: "drill-active", reason: "another drill was quicker" };
}

const runOf = (deps: CheckDeps, order: DrillOrder, drill: Drill, plan: FailoverPlan | undefined): DrillRun => ({
  ...order,
  estate: deps.config.estate,
  kind: drill.kind,
  status: "running",
  reason: "",
  ...(plan && { fromPathId: plan.primaryPathId }),
  ...(plan?.backupPathId && { toPathId: plan.backupPathId }),
  targetRtoMs: targetRtoOf(drill, order.groupId),
  timeline: [{ atMs: order.orderedAtMs, what: `ordered by ${order.by}` }],
});

async function decide(
  deps: CheckDeps,
  { groupId, runId }: DrillOrder,
  drill: Drill,
  plan: FailoverPlan | undefined,
): Promise<DrillDecision> {
  const group = findGroup(deps, groupId);
  const target = drill.kind === "official" && plan ? testOf(group, plan.primaryPathId) : undefined;
  const [isStopped, health, active, incidents, away, override, orders, reading, reports] = await Promise.all([
    readKillSwitch(deps),
    deps.health.list(),
    deps.activeDrills.find(groupId),
    recentIncidents(deps),
    deps.incidents.listActive(),
    deps.overrides.find(groupId),
    readPathOrders(deps),
    target && deps.faultTests.test(target.test).read(target.settings),
    deps.drills.list(HISTORY_COUNT),
  ]);
  const nowMs = deps.clock.nowMs();
  const own = incidents.filter((incident) => incident.groupId === groupId);
  const ends = [
    ...own.filter(({ status }) => status !== "refused").map(({ closedAtMs }) => closedAtMs),
    ...reports
      .filter(({ run }) => run.groupId === groupId && run.runId !== runId && run.status !== "refused")
      .map(({ run }) => run.endedAtMs),
  ].filter((atMs) => atMs !== undefined);
  const seen = health
    .filter((record) => isFresh(record, nowMs))
    .map((record) => sightingOf(record, deps.config.thresholds));
  return decideDrill({
    nowMs,
    drill,
    group,
    plan,
    isStopped,
    sightings: seen,
    active,
    incident: away.find((incident) => incident.groupId === groupId),
    hasOverride: override !== undefined,
    orders,
    capacity: capacityOf(group, deps.config, whereabouts(group, deps.config, away, seen)),
    reading,
    lastEndMs: ends.length === 0 ? undefined : Math.max(...ends),
  });
}

/** Takes the group; false if another drill has. What its routes read is stored with it, before anything is touched. */
async function hold(
  deps: CheckDeps,
  order: DrillOrder,
  drill: Drill,
  plan: FailoverPlan,
  decision: DrillDecision & { readonly kind: "go" },
): Promise<boolean> {
  const before = await Promise.all(
    changesTo(plan, decision.toPathId).map(async (change) => ({
      change,
      before: await deps.steering.actuator(change.actuator).snapshot(change),
    })),
  );
  const begunAtMs = deps.clock.nowMs();
  const next: ActiveDrill = {
    runId: order.runId,
    groupId: order.groupId,
    kind: drill.kind,
    fromPathId: decision.fromPathId,
    toPathId: decision.toPathId,
    ...(decision.target && { target: decision.target }),
    ...(drill.kind === "reroute" && { incidentId: incidentId(order.groupId, `d${order.orderedAtMs.toString(36)}`) }),
    begunAtMs,
    endsAtMs: begunAtMs + drill.maxDurationMs,
    before,
    version: 0,
  };
  if (await deps.activeDrills.put(next, undefined)) return true;
  // a write that was sent twice because its first answer was lost fails on its own work
  return (await deps.activeDrills.find(order.groupId))?.runId === order.runId;
}
