import type {
  ActiveDrill,
  ConnectionGroup,
  Drill,
  FailoverPlan,
  FaultTestReading,
  FaultTestTarget,
  Incident,
  PathId,
} from "@skylane/core";
import { shedInWords, type TargetCapacity } from "../capacity.ts";
import { changesTo } from "../make-plan.ts";
import type { PathOrders } from "../path-orders.ts";
import { isCleanForAll, type Sighting, worstState } from "../sighting.ts";
import { staysOpen } from "./maintenance-window.ts";

/** Everything the decision rests on, read just before. */
export interface DrillFacts {
  readonly nowMs: number;
  readonly drill: Drill;
  readonly group: ConnectionGroup;
  readonly plan: FailoverPlan | undefined;
  /** `undefined` = it could not be read; then nothing is touched. */
  readonly isStopped: boolean | undefined;
  /** Of the group's paths, fresh ones only. */
  readonly sightings: readonly Sighting[];
  /** The drill that holds the group. */
  readonly active: ActiveDrill | undefined;
  readonly incident: Incident | undefined;
  /** True while a move still holds routes of the group away from where they belong. */
  readonly hasOverride: boolean;
  readonly orders: PathOrders;
  /** Of the group's paths. */
  readonly capacity: readonly TargetCapacity[];
  /** The official test as it stands; only for `official`. */
  readonly reading: FaultTestReading | undefined;
  /** End of the group's last drill or incident; absent = there was none. */
  readonly lastEndMs: number | undefined;
}

/** Why a drill does not begin. */
export type DrillRule =
  | "kill-switch"
  | "automation-level"
  | "outside-window"
  | "no-allowed-backup"
  | "no-official-test"
  | "planned-only"
  | "drill-active"
  | "incident-active"
  | "overridden"
  | "test-active"
  | "not-clean"
  | "no-room"
  | "no-rest";

export type DrillDecision =
  | { readonly kind: "go"; readonly fromPathId: PathId; readonly toPathId: PathId; readonly target?: FaultTestTarget }
  | { readonly kind: "refuse"; readonly rule: DrillRule; readonly reason: string };

const refuse = (rule: DrillRule, reason: string): DrillDecision => ({ kind: "refuse", rule, reason });

/** Decides whether a drill of one group may begin; pure. The first rule that holds wins: nothing is drilled that is not wholly well. */
export function decideDrill(facts: DrillFacts): DrillDecision {
  const { drill, group, plan, nowMs, active, incident } = facts;
  if (facts.isStopped === undefined) return refuse("kill-switch", "the kill switch cannot be read");
  if (facts.isStopped) return refuse("kill-switch", "the kill switch is on");
  if (group.automation !== "act")
    return refuse("automation-level", `the group is at "${group.automation}", and a drill moves traffic`);
  if (!staysOpen(drill.window, nowMs, drill.maxDurationMs))
    return refuse("outside-window", "the maintenance window is not open until the drill would have ended");
  if (active) return refuse("drill-active", `drill ${active.runId} holds the group`);
  if (incident) return refuse("incident-active", `incident ${incident.id} of the group is ${incident.status}`);
  if (facts.hasOverride) return refuse("incident-active", "routes of an earlier move are still held away");
  if (!plan?.backupPathId) return refuse("no-allowed-backup", "no stored plan of the group has a backup");
  const ordered = orderOn(group, facts.orders);
  if (ordered !== undefined) return refuse("overridden", ordered);
  const doubt = doubtMeans(facts, plan) ?? doubtHealth(facts, [plan.primaryPathId, plan.backupPathId]);
  if (doubt) return doubt;
  const target = drill.kind === "official" ? testOf(group, plan.primaryPathId) : undefined;
  return { kind: "go", fromPathId: plan.primaryPathId, toPathId: plan.backupPathId, ...(target && { target }) };
}

/** The official test of a path. */
export const testOf = (group: ConnectionGroup, pathId: string): FaultTestTarget | undefined =>
  group.paths.find(({ id }) => id === pathId)?.faultTest;

function orderOn({ paths }: ConnectionGroup, orders: PathOrders): string | undefined {
  if (orders === "unreadable") return "people's orders for paths cannot be read";
  const order = orders.find(({ pathId }) => paths.some(({ id }) => id === pathId));
  return order && `${order.by} ordered ${order.pathId}: ${order.to}`;
}

/** Whether what the drill would do can be done. */
function doubtMeans({ drill, group, reading }: DrillFacts, plan: FailoverPlan): DrillDecision | undefined {
  if (drill.kind === "reroute") {
    const planned = changesTo(plan, plan.backupPathId).find(({ isPlannedOnly }) => isPlannedOnly);
    return planned && refuse("planned-only", `it reaches beyond the group: ${planned.summary}`);
  }
  if (!testOf(group, plan.primaryPathId))
    return refuse("no-official-test", `${plan.primaryPathId} has no faultTest; drill it by "reroute"`);
  if (!reading || reading.isTesting) return refuse("test-active", `${plan.primaryPathId} is under test already`);
  return reading.isUp ? undefined : refuse("not-clean", `${plan.primaryPathId} is not up in its cloud's own words`);
}

function doubtHealth(
  { sightings, lastEndMs, nowMs, drill, capacity }: DrillFacts,
  [primary, backup]: readonly [PathId, PathId],
): DrillDecision | undefined {
  for (const pathId of [primary, backup]) {
    const state = worstState(sightings, pathId);
    if (state !== "up") return refuse("not-clean", `${pathId} is ${state}`);
    if (!isCleanForAll(sightings, pathId)) return refuse("not-clean", `${pathId} is up, but not clean of late`);
  }
  const room = capacity.find((one) => one.pathId === backup);
  const shed = room && shedInWords(room);
  if (shed !== undefined) return refuse("no-room", shed);
  const restedMs = lastEndMs === undefined ? Number.POSITIVE_INFINITY : nowMs - lastEndMs;
  return restedMs < drill.restMs
    ? refuse("no-rest", `the group's last drill or incident ended ${Math.floor(restedMs / 60_000)} min ago`)
    : undefined;
}
