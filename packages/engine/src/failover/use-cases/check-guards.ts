import type { ConnectionGroup, FailoverPlan, Incident, Log, PathHealthRecord } from "@skylane/core";
import type { Deps } from "../../deps.ts";
import type { FailoverDecision } from "../decide-failover.ts";
import { decideFailover } from "../decide-failover.ts";
import type { FailoverOrder } from "../order.ts";
import { sightings } from "../sighting.ts";
import { askFlows } from "../traffic.ts";

type GuardDeps = Pick<
  Deps,
  "config" | "clock" | "plans" | "incidents" | "killSwitch" | "health" | "prober" | "publisher" | "log"
>;

/** A TCP and an HTTP round trip, and as much again for a slow answer. */
const PATIENCE_ROUND_TRIPS = 4;
const MIN_PATIENCE_MS = 50;

/** Opens the incident, reads everything the decision rests on, and decides. Writes no route. */
export async function checkGuards(deps: GuardDeps, order: FailoverOrder): Promise<FailoverDecision> {
  const group = deps.config.groups.find(({ id }) => id === order.groupId);
  const [plan, health, history, isStopped] = await Promise.all([
    deps.plans.find(order.groupId),
    deps.health.list(),
    deps.incidents.list(50),
    readKillSwitch(deps),
  ]);
  const isRepairedByRouting =
    order.trigger.kind === "path-state" &&
    order.trigger.state === "down" &&
    plan?.backupPathId !== undefined &&
    (await answersAnyway(deps, plan.proofFlowIds, patienceMs(health, group, deps.config.thresholds.probeTimeoutMs)));
  const decision = decideFailover({
    nowMs: deps.clock.nowMs(),
    order: { kind: order.trigger.kind, orderedAtMs: order.orderedAtMs },
    plan,
    automation: group?.automation ?? "observe",
    settings: deps.config.failover,
    isStopped,
    sightings: sightings(health, order.trigger, order.orderedAtMs),
    history: history.filter((incident) => incident.groupId === order.groupId && incident.id !== order.incidentId),
    isRepairedByRouting,
  });
  const toPathId = decision.kind === "switch" ? plan && pathIdOf(plan, decision.toPathId) : plan?.backupPathId;
  const incident: Incident = {
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
        atMs: deps.clock.nowMs(),
        what: decision.kind === "hold" ? `held: ${decision.reason}` : `guards passed: ${decision.kind}`,
      },
    ],
  };
  await deps.incidents.open(incident);
  if (decision.kind === "switch") await publishStarted(deps, incident);
  deps.log.info("failover decided", { incidentId: order.incidentId, groupId: order.groupId, ...decision });
  return decision;
}

const pathIdOf = (plan: FailoverPlan, pathId: string): Incident["toPathId"] =>
  [plan.backupPathId, ...plan.spares.map((spare) => spare.pathId)].find((one) => one === pathId);

async function readKillSwitch(deps: {
  readonly killSwitch: Deps["killSwitch"];
  readonly log: Log;
}): Promise<boolean | undefined> {
  try {
    return (await deps.killSwitch.read()).isStopped;
  } catch (error) {
    deps.log.error("kill switch unreadable", { error });
    return undefined;
  }
}

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
