import type { ConnectionGroup, Flow, TrafficProof } from "@skylane/core";
import type { Deps } from "../../deps.ts";
import { failoverError } from "../errors.ts";
import type { ExpectStep } from "../order.ts";
import { askFlows } from "../traffic.ts";
import { loadIncident, loadPlan } from "./load-incident.ts";

type ProofDeps = Pick<Deps, "config" | "clock" | "plans" | "incidents" | "steering" | "prober" | "log">;
const PAUSE_MS = 50;

/**
 * Proves by traffic that the group's flows are carried by the path they shall be on: real requests on each proof flow,
 * answered in a row, while that path's own interface counts at least as many packets. What the control plane says is no
 * part of it. @throws ERR_TRAFFIC_NOT_PROVEN at the deadline
 */
export async function proveTraffic(deps: ProofDeps, step: ExpectStep): Promise<TrafficProof> {
  const [incident, plan] = await Promise.all([loadIncident(deps, step.incidentId), loadPlan(deps, step.groupId)]);
  const group = deps.config.groups.find(({ id }) => id === step.groupId);
  const pathId = step.expect === "moved" ? (incident.toPathId ?? plan.backupPathId) : plan.primaryPathId;
  const flows = deps.config.flows.filter((flow) => plan.proofFlowIds.includes(flow.id));
  const { proofRequestCount, proofTimeoutMs, proofDeadlineMs } = deps.config.failover;
  const deadlineMs = deps.clock.monotonicMs() + proofDeadlineMs;
  let last = "no flow of the group is declared, so nothing can prove the move";
  while (flows.length > 0) {
    const before = await countPackets(deps, group, pathId);
    const answeredCount = await askInARow(deps, flows, proofRequestCount, proofTimeoutMs);
    const after = await countPackets(deps, group, pathId);
    const pathPacketCount = before === undefined || after === undefined ? undefined : after - before;
    const sentCount = proofRequestCount * flows.length;
    if (answeredCount === sentCount && (pathPacketCount === undefined || pathPacketCount >= answeredCount))
      return {
        sentCount,
        answeredCount,
        ...(pathPacketCount !== undefined && { pathPacketCount }),
        flowIds: flows.map(({ id }) => id),
      };

    last = `${answeredCount} of ${sentCount} requests answered, ${pathPacketCount ?? "unknown"} packets on ${pathId}`;
    if (deps.clock.monotonicMs() >= deadlineMs) break;
    await deps.clock.sleepUntil(deps.clock.monotonicMs() + PAUSE_MS);
  }
  deps.log.warn("traffic not proven", { incidentId: step.incidentId, pathId, last });
  throw failoverError("ERR_TRAFFIC_NOT_PROVEN", `traffic was not seen on ${pathId}: ${last}`, {
    incidentId: step.incidentId,
    groupId: step.groupId,
  });
}

/** Requests answered; stops at the first round in which a flow stays without answer. */
async function askInARow(
  deps: ProofDeps,
  flows: readonly Flow[],
  roundCount: number,
  timeoutMs: number,
): Promise<number> {
  let answeredCount = 0;
  for (let round = 0; round < roundCount; round += 1) {
    const answers = await askFlows(deps.prober, flows, timeoutMs);
    answeredCount += answers.filter(Boolean).length;
    if (!answers.every(Boolean)) break;
  }
  return answeredCount;
}

/** Packets on the path so far, from the first side whose cloud can count them. */
async function countPackets(
  deps: ProofDeps,
  group: ConnectionGroup | undefined,
  pathId: string | undefined,
): Promise<number | undefined> {
  const path = group?.paths.find(({ id }) => id === pathId);
  for (const side of group?.sides ?? []) {
    const counters = side.steering && deps.steering.counters(side.steering.actuator);
    const handle = path?.handles[side.id];
    if (counters && side.steering && handle) return counters.packetCount(side.steering.settings, handle);
  }
  return undefined;
}
