import type { ConnectionGroup, FailoverPlan, Incident, PathHealthRecord } from "@skylane/core";
import type { Deps } from "../../deps.ts";
import { readPathAlarms } from "../../health/index.ts";
import { measureMove } from "../approval/measure-move.ts";
import { capacityOf } from "../capacity.ts";
import type { ApprovedMove, FailoverDecision } from "../decide-failover.ts";
import { decideFailover } from "../decide-failover.ts";
import { withLine } from "../incident-steps.ts";
import type { FailoverOrder } from "../order.ts";
import { outageOf } from "../outage.ts";
import { fateOfVantages } from "../quorum.ts";
import { sightings } from "../sighting.ts";
import { askFlows } from "../traffic.ts";
import { ASK_AGAIN_MS, isUndecided } from "../undecided.ts";
import { whereabouts } from "../whereabouts.ts";
import { bearsOut } from "./bears-out.ts";
import { readKillSwitch } from "./read-kill-switch.ts";
import { readPathOrders } from "./read-path-orders.ts";
import { recentIncidents } from "./recent-incidents.ts";

type GuardDeps = Pick<
  Deps,
  | "config"
  | "clock"
  | "regionId"
  | "plans"
  | "incidents"
  | "killSwitch"
  | "approvals"
  | "pathOverrides"
  | "health"
  | "alarms"
  | "prober"
  | "publisher"
  | "log"
>;

/** A TCP and an HTTP round trip, and as much again for a slow answer. */
const PATIENCE_ROUND_TRIPS = 4;
const MIN_PATIENCE_MS = 50;

/**
 * Opens the incident, reads everything the decision rests on, and decides. Where the vantages differ it waits a moment for
 * the slower ones, for none notices at the same instant. Writes no route.
 */
export async function checkGuards(deps: GuardDeps, order: FailoverOrder): Promise<FailoverDecision> {
  const [plan, group] = [await deps.plans.find(order.groupId), groupOf(deps, order.groupId)];
  const [isRepairedByRouting, isBorneOut, approved] = await Promise.all([
    isRepaired(deps, order, plan, group),
    bearsOut(deps, order, group),
    approvedBy(deps, order),
  ]);
  const given = { isBorneOut, isRepairedByRouting, ...(approved && { approved }) };
  const decideNow = () => decideByFacts(deps, order, plan, given);
  const deadlineMs = deps.clock.monotonicMs() + deps.config.failover.quorumWaitMs;
  let decision = await decideNow();
  while (isUndecided(decision) && deps.clock.monotonicMs() < deadlineMs) {
    await deps.clock.sleepUntil(deps.clock.monotonicMs() + ASK_AGAIN_MS);
    decision = await decideNow();
  }
  const move = decision.kind === "verify" ? decision.otherwise : decision;
  const toPathId = plan && move.toPathId !== undefined ? pathIdOf(plan, move.toPathId) : plan?.backupPathId;
  const incident = incidentOf(order, plan, toPathId, decision, deps.clock.nowMs());
  const opened = await deps.incidents.open(incident);
  // a step that died after it had opened the incident decides anew, and may decide on another path
  const isAnew = move.kind === "switch" && opened.toPathId !== toPathId && opened.preImages.length === 0;
  const decided = isAnew ? { ...incident, openedAtMs: opened.openedAtMs } : opened;
  if (isAnew) await deps.incidents.save(decided);
  const kept = await withOutage(deps, decided);
  if (decision.kind === "switch") await publishStarted(deps, kept);
  deps.log.info("failover decided", { incidentId: order.incidentId, groupId: order.groupId, ...decision });
  return decision;
}

/** The incident, marked as part of a larger outage if it is. Asked after it was written: of two written at once, both see the other. */
async function withOutage(deps: GuardDeps, incident: Incident): Promise<Incident> {
  if (incident.partOf !== undefined || incident.trigger.kind === "manual") return incident;
  const recent = await recentIncidents(deps);
  const outage = outageOf(incident, recent, deps.config);
  if (!outage) return incident;
  const what = `part of the outage that ${outage.headId} began: ${outage.riskId}`;
  const marked = { ...withLine(incident, deps.clock.nowMs(), what), partOf: outage.headId };
  await deps.incidents.save(marked);
  return marked;
}

const groupOf = ({ config }: Pick<Deps, "config">, groupId: string): ConnectionGroup | undefined =>
  config.groups.find(({ id }) => id === groupId);

/** The move its approval is for, where the order names one. */
async function approvedBy(
  { approvals }: Pick<Deps, "approvals">,
  { approvalId }: FailoverOrder,
): Promise<ApprovedMove | "none" | undefined> {
  if (approvalId === undefined) return undefined;
  const approval = await approvals.find(approvalId);
  return approval?.status === "approved" ? approval : "none";
}

/** Reads everything the decision rests on but what is given, and decides. */
export async function decideByFacts(
  deps: Pick<Deps, "config" | "clock" | "incidents" | "killSwitch" | "pathOverrides" | "health" | "alarms" | "log">,
  order: FailoverOrder,
  plan: FailoverPlan | undefined,
  {
    isBorneOut,
    ...given
  }: {
    readonly isRepairedByRouting: boolean;
    readonly isBorneOut?: boolean;
    readonly approved?: ApprovedMove | "none";
  },
): Promise<FailoverDecision> {
  const [health, history, away, isStopped, orders, alarms] = await Promise.all([
    deps.health.list(),
    recentIncidents(deps),
    deps.incidents.listActive(),
    readKillSwitch(deps),
    readPathOrders(deps),
    readPathAlarms(deps),
  ]);
  const { config } = deps;
  const group = groupOf(deps, order.groupId);
  const nowMs = deps.clock.nowMs();
  const seen = sightings(health, order.trigger, order.orderedAtMs, { nowMs, thresholds: config.thresholds });
  return decideFailover({
    nowMs,
    order: {
      kind: order.trigger.kind,
      orderedAtMs: order.orderedAtMs,
      ...(isBorneOut !== undefined && { isBorneOut }),
    },
    plan,
    automation: group?.automation ?? "observe",
    settings: config.failover,
    isStopped,
    sightings: seen,
    fates: fateOfVantages(config),
    capacity: group ? capacityOf(group, config, whereabouts(group, config, away, seen)) : [],
    history: history.filter((incident) => incident.groupId === order.groupId && incident.id !== order.incidentId),
    orders,
    ...(group && { radius: measureMove(group, config.flows, new Set(away.map(({ groupId }) => groupId))) }),
    ...given,
    alarms,
  });
}

const incidentOf = (
  order: FailoverOrder,
  plan: FailoverPlan | undefined,
  toPathId: Incident["toPathId"],
  decision: FailoverDecision,
  nowMs: number,
): Incident => ({
  id: order.incidentId,
  groupId: order.groupId,
  status: "open",
  trigger: order.trigger,
  ...(plan && { planHash: plan.hash }),
  fromPathId: plan?.primaryPathId ?? order.trigger.pathId,
  ...(toPathId !== undefined && { toPathId }),
  openedAtMs: order.orderedAtMs,
  preImages: [],
  timeline: [
    {
      atMs: order.orderedAtMs,
      what: whyOrdered(order),
    },
    {
      atMs: nowMs,
      what: decision.kind === "hold" ? `held: ${decision.reason}` : `guards passed: ${decision.kind}`,
    },
    ...(decision.kind === "switch" && decision.reason !== undefined ? [{ atMs: nowMs, what: decision.reason }] : []),
  ],
});

function whyOrdered({ trigger, again }: FailoverOrder): string {
  if (trigger.kind === "manual") return `${trigger.by ?? "a person"} asked for the move`;
  return again === undefined
    ? `${trigger.pathId} turned ${trigger.state}`
    : `${trigger.pathId} is still ${trigger.state}, and what held ${again} has passed`;
}

const pathIdOf = (plan: FailoverPlan, pathId: string): Incident["toPathId"] =>
  [plan.backupPathId, ...plan.spares.map((spare) => spare.pathId)].find((one) => one === pathId);

/** Several round trips of the group's slowest path as it was learnt; the probe time-out where one was not. */
function patienceMs(
  health: readonly PathHealthRecord[],
  group: ConnectionGroup | undefined,
  probeTimeoutMs: number,
): number {
  const baselines = (group?.paths ?? []).map(
    ({ id }) => health.find(({ pathId }) => pathId === id)?.health.baselineRttMs ?? Number.POSITIVE_INFINITY,
  );
  return Math.min(probeTimeoutMs, Math.max(MIN_PATIENCE_MS, PATIENCE_ROUND_TRIPS * Math.max(...baselines)));
}

/** True if a primary that was reported down matters to nobody: the group's flows are answered all the same. */
async function isRepaired(
  deps: GuardDeps,
  { trigger }: FailoverOrder,
  plan: FailoverPlan | undefined,
  group: ConnectionGroup | undefined,
): Promise<boolean> {
  if (trigger.kind !== "path-state" || trigger.state !== "down" || plan?.backupPathId === undefined) return false;
  const health = await deps.health.list();
  return answersAnyway(deps, plan.proofFlowIds, patienceMs(health, group, deps.config.thresholds.probeTimeoutMs));
}

/** One request on each proof flow; true if all are answered although the primary is down. */
async function answersAnyway(deps: GuardDeps, flowIds: readonly string[], timeoutMs: number): Promise<boolean> {
  const flows = deps.config.flows.filter((flow) => flowIds.includes(flow.id));
  if (flows.length === 0) return false;
  return (await askFlows(deps.prober, flows, timeoutMs)).every((isAnswered) => isAnswered);
}

const publishStarted = (deps: GuardDeps, incident: Incident): Promise<void> =>
  deps.publisher.publish([
    {
      type: "failover.started.v1",
      subject: incident.id,
      epoch: 0,
      seq: 0,
      data: {
        incidentId: incident.id,
        groupId: incident.groupId,
        fromPathId: incident.fromPathId,
        ...(incident.toPathId && { toPathId: incident.toPathId }),
        ...(incident.partOf && { partOf: incident.partOf }),
        planHash: incident.planHash ?? "",
      },
    },
  ]);
