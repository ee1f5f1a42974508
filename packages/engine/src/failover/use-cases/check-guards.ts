import type { ConnectionGroup, FailoverPlan, Incident, PathHealthRecord } from "@skylane/core";
import type { Deps } from "../../deps.ts";
import { readPathAlarms } from "../../health/index.ts";
import { capacityOf } from "../capacity.ts";
import type { FailoverDecision } from "../decide-failover.ts";
import { decideFailover } from "../decide-failover.ts";
import type { FailoverOrder } from "../order.ts";
import { fateOfVantages } from "../quorum.ts";
import { sightings } from "../sighting.ts";
import { askFlows } from "../traffic.ts";
import { ASK_AGAIN_MS, isUndecided } from "../undecided.ts";
import { readKillSwitch } from "./read-kill-switch.ts";
import { readPathOrders } from "./read-path-orders.ts";

type GuardDeps = Pick<
  Deps,
  | "config"
  | "clock"
  | "plans"
  | "incidents"
  | "killSwitch"
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

/** Newest incidents of all groups: enough for a day of moves beside those that were refused. */
const HISTORY_COUNT = 200;

/**
 * Opens the incident, reads everything the decision rests on, and decides. Where the vantages differ it waits a moment for
 * the slower ones, for none notices at the same instant. Writes no route.
 */
export async function checkGuards(deps: GuardDeps, order: FailoverOrder): Promise<FailoverDecision> {
  const [plan, group] = [await deps.plans.find(order.groupId), groupOf(deps, order.groupId)];
  const isRepairedByRouting = await isRepaired(deps, order, plan, group);
  const decideNow = () => decide(deps, order, plan, isRepairedByRouting);
  const deadlineMs = deps.clock.monotonicMs() + deps.config.failover.quorumWaitMs;
  let decision = await decideNow();
  while (isUndecided(decision) && deps.clock.monotonicMs() < deadlineMs) {
    await deps.clock.sleepUntil(deps.clock.monotonicMs() + ASK_AGAIN_MS);
    decision = await decideNow();
  }
  const move = decision.kind === "verify" ? decision.otherwise : decision;
  const toPathId = move.kind === "switch" ? plan && pathIdOf(plan, move.toPathId) : plan?.backupPathId;
  const incident = incidentOf(order, plan, toPathId, decision, deps.clock.nowMs());
  const opened = await deps.incidents.open(incident);
  // a step that died after it had opened the incident decides anew, and may decide on another path
  if (move.kind === "switch" && opened.toPathId !== toPathId && opened.preImages.length === 0)
    await deps.incidents.save(incident);
  if (decision.kind === "switch") await publishStarted(deps, incident);
  deps.log.info("failover decided", { incidentId: order.incidentId, groupId: order.groupId, ...decision });
  return decision;
}

const groupOf = ({ config }: GuardDeps, groupId: string): ConnectionGroup | undefined =>
  config.groups.find(({ id }) => id === groupId);

async function decide(
  deps: GuardDeps,
  order: FailoverOrder,
  plan: FailoverPlan | undefined,
  isRepairedByRouting: boolean,
): Promise<FailoverDecision> {
  const [health, history, isStopped, orders, alarms] = await Promise.all([
    deps.health.list(),
    deps.incidents.list(HISTORY_COUNT),
    readKillSwitch(deps),
    readPathOrders(deps),
    readPathAlarms(deps),
  ]);
  const { config } = deps;
  const group = groupOf(deps, order.groupId);
  const nowMs = deps.clock.nowMs();
  return decideFailover({
    nowMs,
    order: { kind: order.trigger.kind, orderedAtMs: order.orderedAtMs },
    plan,
    automation: group?.automation ?? "observe",
    settings: config.failover,
    isStopped,
    sightings: sightings(health, order.trigger, order.orderedAtMs, { nowMs, thresholds: config.thresholds }),
    fates: fateOfVantages(config),
    capacity: group ? capacityOf(group, config) : [],
    history: history.filter((incident) => incident.groupId === order.groupId && incident.id !== order.incidentId),
    isRepairedByRouting,
    orders,
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
      what:
        order.trigger.kind === "manual"
          ? "a person asked for the move"
          : `${order.trigger.pathId} turned ${order.trigger.state}`,
    },
    {
      atMs: nowMs,
      what: decision.kind === "hold" ? `held: ${decision.reason}` : `guards passed: ${decision.kind}`,
    },
    ...(decision.kind === "switch" && decision.reason !== undefined ? [{ atMs: nowMs, what: decision.reason }] : []),
  ],
});

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
        planHash: incident.planHash ?? "",
      },
    },
  ]);
