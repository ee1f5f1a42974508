import type {
  AutomationLevel,
  BlastRadius,
  FailoverPlan,
  FailoverSettings,
  FlowId,
  Incident,
  PathStateName,
} from "@skylane/core";
import type { PathAlarm } from "../health/index.ts";
import { downAlarmOn, type Hearing, secondedByAlarm } from "./alarm-witness.ts";
import { whyTooFar } from "./approval/measure-move.ts";
import { shedInWords, type TargetCapacity } from "./capacity.ts";
import { dampingOf } from "./damping.ts";
import { isActive } from "./incident-steps.ts";
import { changesTo } from "./make-plan.ts";
import { keptByOrder, type PathOrders, targetsByOrder } from "./path-orders.ts";
import { type SharedFate, type Vote, voteOn } from "./quorum.ts";
import { isCleanForAll, type Sighting, worstState } from "./sighting.ts";

/** Everything the decision rests on, read just before. */
export interface FailoverFacts {
  readonly nowMs: number;
  readonly order: {
    readonly kind: "path-state" | "manual";
    readonly orderedAtMs: number;
    /** False if nobody bears out what the order says of its path; absent = borne out. */
    readonly isBorneOut?: boolean;
  };
  readonly plan: FailoverPlan | undefined;
  readonly automation: AutomationLevel;
  readonly settings: FailoverSettings;
  /** `undefined` = it could not be read; then nothing is touched. */
  readonly isStopped: boolean | undefined;
  /** Every path as each of its vantages sees it. */
  readonly sightings: readonly Sighting[];
  /** What each vantage shares its fate with; one that is not there stands alone. */
  readonly fates: ReadonlyMap<string, SharedFate>;
  /** Of the group's paths. */
  readonly capacity: readonly TargetCapacity[];
  /** Incidents of this group, newest first, without the one being decided. */
  readonly history: readonly Incident[];
  /** True if the group's flows answer although the primary is down: routing has repaired it before us. */
  readonly isRepairedByRouting: boolean;
  /** What people have ordered for single paths; it wins over what is decided here. */
  readonly orders?: PathOrders;
  /** What a move of the group touches; absent = not measured. */
  readonly radius?: BlastRadius;
  /** What an approver let go; `none` = the order names an approval that was not given. */
  readonly approved?: ApprovedMove | "none";
  /** What the clouds' own alarms say of the paths: a further witness, never a reason by itself. */
  readonly alarms?: readonly PathAlarm[];
}

/** The one move an approval is for: another plan or target is not approved by it. */
export interface ApprovedMove {
  readonly planHash: string;
  readonly toPathId: string;
}

/** Traffic is to be moved. */
interface Move {
  readonly kind: "switch";
  readonly toPathId: string;
  /** Flows the target has no room for, bulk first; absent if all fit. */
  readonly shed?: readonly FlowId[];
  /** What else there is to say: what it means for them, or who settled it. */
  readonly reason?: string;
}

/** Nothing is touched: which rule held us back, and whether a person must be woken. */
interface Hold {
  readonly kind: "hold";
  readonly rule: HoldRule;
  readonly reason: string;
  readonly isPage: boolean;
  /** Where traffic would have gone, where one move is what is held. */
  readonly toPathId?: string;
}

/** What to do. `verify`: routing seems to have repaired it; `otherwise` is what to do if traffic does not prove that. */
export type FailoverDecision = Move | Hold | { readonly kind: "verify"; readonly otherwise: Move | Hold };

/** Why nothing was touched; the names of the invariants in docs/architecture.md. */
export type HoldRule =
  | "order-too-old"
  | "not-borne-out"
  | "no-plan"
  | "kill-switch"
  | "automation-level"
  | "no-allowed-backup"
  | "overridden"
  | "planned-only"
  | "no-room"
  | "already-moving"
  | "primary-recovered"
  | "primary-unknown"
  | "no-quorum"
  | "both-paths-bad"
  | "backup-not-clean"
  | "vantage-suspect"
  | "damped"
  | "flap-budget"
  | "approval-needed";

const hold = (rule: HoldRule, reason: string, isPage = true): Hold => ({
  kind: "hold",
  rule,
  reason,
  isPage,
});

/** Decides one failover by the invariants; pure. The first rule that holds wins, safety first. */
export function decideFailover(facts: FailoverFacts): FailoverDecision {
  const { order, plan, settings, nowMs } = facts;
  if (nowMs - order.orderedAtMs > settings.orderMaxAgeMs)
    return hold("order-too-old", `the order is ${Math.round((nowMs - order.orderedAtMs) / 1000)} s old`, false);
  if (order.isBorneOut === false)
    return hold(
      "not-borne-out",
      "its vantage has not stored what the event says of the path, and the path answers",
      false,
    );
  if (!plan) return hold("no-plan", "no failover plan is stored for the group");
  if (facts.isStopped === undefined) return hold("kill-switch", "the kill switch cannot be read");
  if (facts.isStopped) return hold("kill-switch", "the kill switch is on");
  const other = facts.history.find(isActive);
  if (other) return hold("already-moving", `incident ${other.id} of the group is ${other.status}`, false);
  if (plan.backupPathId === undefined)
    return hold(
      "no-allowed-backup",
      `no other path is allowed: ${plan.ruledOut.map((path) => `${path.pathId}: ${path.rule}`).join("; ") || "there is none"}`,
    );

  const kept = keptByOrder(plan, order.kind === "manual", facts.orders);
  if (kept !== undefined) return hold("overridden", kept);
  const vote = voteOn(plan.primaryPathId, facts.sightings, facts.fates, settings.quorumRatio);
  if (order.kind === "manual") {
    const asked = chooseTarget(facts, plan, worstState(facts.sightings, plan.primaryPathId));
    return asked.kind === "switch" ? asApproved(facts, plan, asked) : asked;
  }
  const heard = secondedByAlarm(vote, plan.primaryPathId, facts.sightings, hearingOf(facts), {
    fates: facts.fates,
    quorumRatio: settings.quorumRatio,
  });
  const primary = heard.state;
  const doubt = doubtPrimary(facts, plan, heard);
  if (doubt) return doubt;
  const chosen = chooseTarget(facts, plan, primary);
  const move = heard === vote ? chosen : settled(chosen, heard);
  const otherwise = move.kind === "switch" ? mayMoveByItself(facts, plan, move) : move;
  return facts.isRepairedByRouting ? { kind: "verify", otherwise } : otherwise;
}

const hearingOf = ({ alarms = [], nowMs, settings }: FailoverFacts): Hearing => ({
  alarms,
  nowMs,
  maxAgeMs: settings.orderMaxAgeMs,
});

const noQuorum = (pathId: string, { says }: Vote): Hold =>
  hold("no-quorum", `the vantages do not agree on ${pathId} (${says})`, false);

/** The choice with the word that settled the dispute, for the incident's own account. */
const settled = (chosen: Move | Hold, { says }: Vote): Move | Hold =>
  chosen.kind === "switch"
    ? {
        ...chosen,
        reason: [`an alarm settled what the vantages did not (${says})`, chosen.reason].filter(Boolean).join("; "),
      }
    : chosen;

/** Why the primary is not taken for bad, if it is not. */
function doubtPrimary(facts: FailoverFacts, plan: FailoverPlan, vote: Vote): Hold | undefined {
  const { primaryPathId } = plan;
  if (vote.state === "up") return hold("primary-recovered", `${primaryPathId} is up again`, false);
  if (vote.state === "unknown") return hold("primary-unknown", `nothing is known of ${primaryPathId}`);
  const suspect = suspectVantage(facts, primaryPathId);
  if (suspect) return hold("vantage-suspect", suspect);
  if (vote.state === "split") return noQuorum(primaryPathId, vote);
  if (vote.state !== "degraded" || facts.settings.on.includes("degraded")) return undefined;
  if (vote.isDownForSome) return noQuorum(primaryPathId, vote);
  return targetsByOrder(plan, facts.orders).some((pathId) => worstState(facts.sightings, pathId) === "up")
    ? hold("primary-recovered", `${primaryPathId} is degraded, and only one that is down is left`, false)
    : undefined;
}

/** The path to move to: the first of the plan that is up; for a dead primary also a lossy one; for a lossy primary only a clean one. */
function chooseTarget(facts: FailoverFacts, plan: FailoverPlan, primary: Vote["state"]): Move | Hold {
  const targets = targetsByOrder(plan, facts.orders).map((pathId) => ({
    pathId,
    state: worstState(facts.sightings, pathId),
  }));
  const isUp = ({ state }: { readonly state: PathStateName }): boolean => state === "up";
  if (facts.order.kind === "path-state" && primary === "degraded") {
    const doubts = targets.filter(isUp).map(({ pathId }) => ({ pathId, why: whyWorse(facts, pathId) }));
    const better = doubts.find(({ why }) => why === undefined);
    if (better) return switchTo(facts, better.pathId);
    if (doubts.length > 0)
      return hold(
        "backup-not-clean",
        `${plan.primaryPathId} is only degraded, and ${doubts.map(({ pathId, why }) => `${pathId} ${why}`).join("; ")}`,
      );
  }
  const usable = [
    ...targets.filter(isUp),
    ...targets.filter(({ state }) => state === "degraded" && primary === "down"),
  ];
  const target = usable.find(({ pathId }) => facts.order.kind === "manual" || whyNoRoom(facts, pathId) === undefined);
  if (target) return switchTo(facts, target.pathId);
  if (usable.length > 0)
    return hold("no-room", usable.map(({ pathId }) => `${pathId} ${whyNoRoom(facts, pathId)}`).join("; "));
  return hold(
    "both-paths-bad",
    `${plan.primaryPathId} is ${primary}, ${targets.map(({ pathId, state }) => `${pathId} is ${state}`).join(", ")}`,
  );
}

/** Why a path that is up may still be worse than a degraded one: then nothing is gained by the move. */
function whyWorse(facts: FailoverFacts, pathId: string): string | undefined {
  const { sightings, capacity } = facts;
  if (!isCleanForAll(sightings, pathId))
    return "is not known to be clean: probes were lost of late, or are too few, or slow";
  const alarm = downAlarmOn(pathId, hearingOf(facts));
  if (alarm) return `has a ${alarm.kind} alarm of ${alarm.cloud}`;
  const lost = capacity.find((one) => one.pathId === pathId)?.shed.filter((one) => one.class === "critical") ?? [];
  return lost.length > 0
    ? `has no room for the critical flows ${lost.map(({ flowId }) => flowId).join(", ")}`
    : whyNoRoom(facts, pathId);
}

/** Why a move there would harm what is at least as important, if it would: routes do not tell flows apart, so all on a full path suffer. */
function whyNoRoom({ capacity }: FailoverFacts, pathId: string): string | undefined {
  const room = capacity.find((one) => one.pathId === pathId);
  if (!room || room.shed.length === 0 || room.precious.length === 0) return undefined;
  return `has room for ${Math.round(room.roomMbps)} of ${Math.round(room.neededMbps)} Mbps, and carries ${room.precious.join(", ")} of other groups, which ${room.precious.length === 1 ? "is" : "are"} as important`;
}

function switchTo({ capacity }: FailoverFacts, toPathId: string): Move {
  const room = capacity.find((one) => one.pathId === toPathId);
  const reason = room && shedInWords(room);
  if (!room || reason === undefined) return { kind: "switch", toPathId };
  return { kind: "switch", toPathId, shed: room.shed.map(({ flowId }) => flowId), reason };
}

/** What a person may order and Skylane may not do by itself. */
function mayMoveByItself(facts: FailoverFacts, plan: FailoverPlan, move: Move): Move | Hold {
  const { settings, nowMs } = facts;
  const planned = changesTo(plan, move.toPathId).find(({ isPlannedOnly }) => isPlannedOnly);
  if (planned)
    return hold("planned-only", `only a person may order it, for it reaches beyond the group: ${planned.summary}`);
  const moves = facts.history.filter(
    (incident) => hasMoved(incident) && nowMs - incident.openedAtMs < settings.flapWindowMs,
  );
  if (moves.length >= settings.flapBudgetCount)
    return hold(
      "flap-budget",
      `moved ${moves.length} times in ${Math.round(settings.flapWindowMs / 3_600_000)} h; only a person may move it now`,
    );
  const { penalty, reuseInMs } = dampingOf(facts.history, settings, nowMs);
  if (reuseInMs !== undefined)
    return hold(
      "damped",
      `moved too often of late (penalty ${Math.round(penalty)}); it may move by itself again in ${Math.ceil(reuseInMs / 60_000)} min`,
    );
  if (facts.automation !== "act")
    return hold("automation-level", `would move to ${move.toPathId}, but the group is at "${facts.automation}"`, false);
  return asApproved(facts, plan, move);
}

/** What reaches too far for one, be it Skylane or a person, waits for an approver; an approval is for one plan and target. */
function asApproved({ approved, radius, settings }: FailoverFacts, plan: FailoverPlan, move: Move): Move | Hold {
  const needed = (reason: string): Hold => ({ ...hold("approval-needed", reason), toPathId: move.toPathId });
  if (approved === "none") return needed("the approval that the order names was not given");
  if (approved) {
    if (approved.planHash === plan.hash && approved.toPathId === move.toPathId) return move;
    return needed(`what was approved is not what would be done now: ${move.toPathId} by plan ${plan.hash}`);
  }
  const tooFar = radius && whyTooFar(radius, settings.approval);
  return tooFar === undefined ? move : needed(`the move to ${move.toPathId} needs an approver: ${tooFar}`);
}

const hasMoved = ({ status }: Incident): boolean => status === "moved" || status === "failed-back";

/** If most of the paths that a vantage knows failed together, and the primary is none that it sees well, the vantage itself is suspect. Says so, or `undefined`. */
function suspectVantage({ sightings, settings, nowMs }: FailoverFacts, primaryPathId: string): string | undefined {
  const witnesses = sightings.filter((view) => view.pathId === primaryPathId && view.state !== "up");
  for (const { vantageId } of witnesses) {
    const own = sightings.filter((view) => view.vantageId === vantageId && view.state !== "unknown");
    const failed = own.filter((view) => view.state === "down" && nowMs - view.sinceMs <= settings.stormWindowMs);
    // Of two paths one failing is half: a storm takes at least three.
    if (failed.length >= 3 && failed.length / own.length > settings.stormShareRatio)
      return `${failed.length} of ${own.length} paths of vantage ${vantageId} failed together`;
  }
  return undefined;
}
