import type { ConnectionGroup, CostAnomaly, CostFixPlan, FailoverPlan, FlowId, PathOverride } from "@skylane/core";
import { costError, findAnomaly } from "../../cost/index.ts";
import type { Deps } from "../../deps.ts";
import { changesTo } from "../make-plan.ts";
import type { FailoverOrder } from "../order.ts";
import { type WayBack, wayBackTo } from "../way-back.ts";
import { decideFailbackByFacts } from "./check-failback.ts";
import { decideByFacts } from "./check-guards.ts";

type PlanDeps = Pick<
  Deps,
  | "alarms"
  | "clock"
  | "config"
  | "costFindings"
  | "health"
  | "incidents"
  | "killSwitch"
  | "log"
  | "pathOverrides"
  | "plans"
>;
type Move = CostFixPlan["moves"][number];
type Guards = Move["guards"];

const HOURS_PER_DAY = 24;
/** As long as an order for a path may be given for: time to change the declared order of paths. */
const KEEP_MS = 7 * 86_400_000;
const MAX_FLOWS = 200;
const MAX_TEXT = 1_000;

/**
 * How the flows of a misrouting come back to their dedicated link, group by group, by the plans that are stored and what the guards
 * would say of it now. Reads only; the orders in it are for a person to give, and are judged anew then.
 * @throws ERR_ANOMALY_MISSING, ERR_ANOMALY_UNPLANNED if it is over or no misrouting
 */
export async function planWayBack(deps: PlanDeps, anomalyId: string): Promise<CostFixPlan> {
  const { clock, config, plans } = deps;
  const anomaly = await findAnomaly(deps, anomalyId);
  const toConnectionId = toConnectionOf(anomaly);
  const standing = await deps.incidents.listActive();
  const byGroup = Map.groupBy(
    config.flows.filter(({ id }) => anomaly.flowIds.includes(id)),
    ({ groupId }) => groupId,
  );
  const moves: Move[] = [];
  const known = new Set(config.flows.map(({ id }): string => id));
  const left: CostFixPlan["left"] = leftOut(
    anomaly.flowIds.filter((id) => !known.has(id)),
    "the configuration declares them no more",
  );
  for (const [groupId, flows] of byGroup) {
    const flowIds = flows.map(({ id }) => id);
    const group = config.groups.find(({ id }) => id === groupId);
    if (!group) {
      left.push(...leftOut(flowIds, "they are in no group: Skylane watches them and moves none of them"));
      continue;
    }
    const plan = await plans.find(group.id);
    const way = wayBackTo(
      toConnectionId,
      group,
      plan,
      standing.find((one) => one.groupId === group.id),
    );
    if (way.kind === "none" || !plan) left.push(...leftOut(flowIds, way.kind === "none" ? way.why : ""));
    else moves.push(await moveBy(deps, anomaly, toConnectionId, group, plan, way, flowIds));
  }
  return {
    atMs: clock.nowMs(),
    anomalyId: anomaly.id,
    toConnectionId,
    cost: {
      nowUsdPerDay: anomaly.observedUsdPerHour * HOURS_PER_DAY,
      thenUsdPerDay: anomaly.expectedUsdPerHour * HOURS_PER_DAY,
    },
    moves,
    left,
  };
}

function toConnectionOf({ id, cause, status, fix }: CostAnomaly): string {
  if (cause === "misrouting" && status !== "ended" && fix?.kind === "move-flow" && fix.toConnectionId !== undefined)
    return fix.toConnectionId;
  throw costError(
    "ERR_ANOMALY_UNPLANNED",
    status === "ended"
      ? `${id} is over: there is nothing to move`
      : `${id} is no misrouting (${cause}): no move of flows would end it; its evidence says what would`,
    { anomalyId: id, cause, status },
  );
}

const leftOut = (flowIds: readonly string[], why: string): CostFixPlan["left"] =>
  flowIds.length === 0 ? [] : [{ flowIds: flowIds.slice(0, MAX_FLOWS), why: why.slice(0, MAX_TEXT) }];

async function moveBy(
  deps: PlanDeps,
  anomaly: CostAnomaly,
  toConnectionId: string,
  group: ConnectionGroup,
  plan: FailoverPlan,
  way: Exclude<WayBack, { readonly kind: "none" }>,
  flowIds: readonly FlowId[],
): Promise<Move> {
  const { fromPathId, toPathId } = way;
  const prefer = {
    kind: "prefer-path",
    pathId: toPathId,
    forMs: KEEP_MS,
    reason: `${anomaly.id}: flows belong on ${toConnectionId}`.slice(0, 500),
  } as const;
  const isBack = way.kind === "fail-back";
  const guards = isBack ? await guardsOfFailback(deps, way) : await guardsOfFailover(deps, group, plan, prefer);
  const orders: Move["orders"] = isBack
    ? [{ kind: "fail-back", incidentId: way.incident.id }]
    : [prefer, { kind: "failover", groupId: group.id }];
  return {
    groupId: group.id,
    fromPathId,
    toPathId,
    flowIds: flowIds.slice(0, MAX_FLOWS),
    movedFlowCount: deps.config.flows.filter(({ groupId }) => groupId === group.id).length,
    changes: changesTo(plan, isBack ? fromPathId : toPathId).map(({ summary }) =>
      `${isBack ? "taken back: " : ""}${summary}`.slice(0, MAX_TEXT),
    ),
    guards,
    orders: guards.verdict === "held" ? [] : orders,
  };
}

async function guardsOfFailback(
  deps: PlanDeps,
  { incident, toPathId }: Extract<WayBack, { readonly kind: "fail-back" }>,
): Promise<Guards> {
  const order = { incidentId: incident.id, groupId: incident.groupId, isManual: true, epoch: 0, waitSeconds: 0 };
  const { kind, ...rest } = (await decideFailbackByFacts(deps, order)).decision;
  if (kind === "go")
    return { verdict: "ready", says: `${toPathId} is up; traffic has to prove the way back, or is moved again` };
  return { verdict: "held", says: saying("reason" in rest ? rest.reason : `${toPathId} has to be waited for`) };
}

/** As they would say with the order for the path in force, which is given first. */
async function guardsOfFailover(
  deps: PlanDeps,
  group: ConnectionGroup,
  plan: FailoverPlan,
  prefer: { readonly pathId: PathOverride["pathId"]; readonly reason: string },
): Promise<Guards> {
  const nowMs = deps.clock.nowMs();
  const wanted: PathOverride = {
    ...prefer,
    groupId: group.id,
    to: "prefer",
    by: "who orders it",
    setAtMs: nowMs,
    untilMs: nowMs + KEEP_MS,
  };
  const pathOverrides = {
    ...deps.pathOverrides,
    list: async () => [...(await deps.pathOverrides.list()).filter(({ pathId }) => pathId !== prefer.pathId), wanted],
  };
  const order: FailoverOrder = {
    incidentId: `fo-${group.id}-plan` as FailoverOrder["incidentId"],
    groupId: group.id,
    trigger: { kind: "manual", pathId: plan.primaryPathId },
    orderedAtMs: nowMs,
  };
  const decided = await decideByFacts({ ...deps, pathOverrides }, order, plan, { isRepairedByRouting: false });
  const decision = decided.kind === "verify" ? decided.otherwise : decided;
  if (decision.kind === "hold")
    return { verdict: decision.rule === "approval-needed" ? "needs-approval" : "held", says: saying(decision.reason) };
  if (decision.toPathId !== prefer.pathId)
    return { verdict: "held", says: saying(`${prefer.pathId} is not up: it would be moved to ${decision.toPathId}`) };
  return { verdict: "ready", says: saying(decision.reason ?? `${prefer.pathId} is up and has room`) };
}

const saying = (text: string): string => text.slice(0, MAX_TEXT);
