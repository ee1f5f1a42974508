import { type ConnectionGroup, type FailoverPlan, fnv1a64, type Incident, type PathStateChanged } from "@skylane/core";
import type { Deps } from "../../deps.ts";
import { epochName, incidentId } from "../incident-id.ts";
import { sightingOf, worstState } from "../sighting.ts";
import { probePath, requestFlows } from "../traffic.ts";

type FeltLossDeps = Pick<Deps, "config" | "clock" | "incidents" | "health" | "prober" | "publisher" | "log">;

/** Enough that three losses in ten are not overlooked: with one flow, once in 17 times; with three, once in 5,000. */
const ROUND_COUNT = 8;
/** One lost request may be chance. */
const FELT_COUNT = 2;

/**
 * A path beside the primary turned bad. Nothing is to be moved off the primary; but where one direction takes that path all the
 * same, the group's flows suffer although its primary is well, and nobody else would say so. Asks the proof flows, and if
 * they feel it writes a closed incident and publishes its refusal, which pages. It is never open: it must not stand in the way
 * of the primary's own. Safe to repeat.
 */
export async function tellFeltLoss(
  deps: FeltLossDeps,
  group: ConnectionGroup,
  plan: FailoverPlan,
  change: PathStateChanged,
): Promise<"told" | "not-felt"> {
  const id = incidentId(group.id, `${fnv1a64(change.pathId).slice(0, 6)}-${epochName(group, change)}`);
  if (await deps.incidents.find(id)) return "told";
  if (!(await isWell(deps, plan.primaryPathId))) return "not-felt";
  const asked = await ask(deps, group, plan);
  if (asked.lostCount < FELT_COUNT) return "not-felt";

  const reason = inWords(group, plan, change, asked);
  const incident = incidentOf(id, plan, change, reason, deps.clock.nowMs());
  await deps.publisher.publish([
    {
      type: "failover.refused.v1",
      subject: id,
      epoch: 0,
      seq: incident.timeline.length,
      data: {
        incidentId: id,
        groupId: group.id,
        fromPathId: change.pathId,
        rule: "not-symmetric",
        reason,
        isPage: true,
      },
    },
  ]);
  await deps.incidents.open(incident);
  deps.log.info("loss beside the primary told", { incidentId: id, pathId: change.pathId, ...asked });
  return "told";
}

async function isWell({ health, config }: FeltLossDeps, pathId: string): Promise<boolean> {
  const seen = (await health.list()).map((record) => sightingOf(record, config.thresholds));
  return worstState(seen, pathId) === "up";
}

interface Asked {
  readonly sentCount: number;
  readonly lostCount: number;
}

/**
 * Rounds of one request on each proof flow beside one probe of the primary, until enough were lost to be sure. A round in which
 * the primary does not answer either says nothing of the other path.
 */
async function ask(
  { config, prober }: FeltLossDeps,
  { paths }: ConnectionGroup,
  { proofFlowIds, primaryPathId }: FailoverPlan,
): Promise<Asked> {
  const flows = config.flows.filter(({ id }) => proofFlowIds.includes(id));
  const primary = paths.find(({ id }) => id === primaryPathId);
  const timeoutMs = config.thresholds.probeTimeoutMs;
  let [sentCount, lostCount] = [0, 0];
  for (let round = 0; round < ROUND_COUNT && lostCount < FELT_COUNT; round++) {
    const [outcomes, beside] = await Promise.all([
      requestFlows(prober, flows, timeoutMs),
      primary && probePath(prober, primary, timeoutMs),
    ]);
    if (beside !== "ok") continue;
    // what could not be sent says nothing of the path
    const sent = outcomes.filter((outcome) => outcome !== "vantage-error");
    sentCount += sent.length;
    lostCount += sent.filter((outcome) => outcome !== "ok").length;
  }
  return { sentCount, lostCount };
}

function inWords(
  { sides }: ConnectionGroup,
  { primaryPathId }: FailoverPlan,
  { pathId, to }: PathStateChanged,
  { sentCount, lostCount }: Asked,
): string {
  const without = sides.filter(({ steering }) => steering === undefined).map(({ id }) => id);
  const byHand = without.length > 0 ? ` (side ${without.join(" and ")} has no knob: by hand)` : "";
  return `${pathId} is ${to} and ${lostCount} of ${sentCount} requests of the group were lost, although ${primaryPathId} is up: one direction takes ${pathId}; make both sides prefer ${primaryPathId}${byHand}`;
}

const incidentOf = (
  id: Incident["id"],
  plan: FailoverPlan,
  { pathId, vantageId, to, epoch, sinceMs }: PathStateChanged,
  reason: string,
  nowMs: number,
): Incident => ({
  id,
  groupId: plan.groupId,
  status: "refused",
  trigger: { kind: "path-state", pathId, vantageId, state: to, epoch },
  planHash: plan.hash,
  fromPathId: pathId,
  openedAtMs: sinceMs,
  closedAtMs: nowMs,
  reason,
  preImages: [],
  timeline: [
    { atMs: sinceMs, what: `${pathId} turned ${to}` },
    { atMs: nowMs, what: `nothing was touched: ${reason}` },
  ],
});
