import type { ConnectionGroup, FailoverPlan, Incident, PathHealthRecord, SkylaneConfig } from "@skylane/core";
import { dampingOf, holdDownMs } from "../damping.ts";
import { decideFailback } from "../decide-failback.ts";
import { decideFailover } from "../decide-failover.ts";
import { incidentId } from "../incident-id.ts";
import { isActive } from "../incident-steps.ts";
import type { FailbackOrder } from "../order.ts";
import { isFresh } from "../sighting.ts";
import { ASK_AGAIN_MS, isUndecided } from "../undecided.ts";
import { factsAt } from "./facts-at.ts";
import type { RecordedMove } from "./read-history.ts";
import type { ReplayPolicy } from "./replay.ts";
import type { ReplayedChange } from "./replay-health.ts";

/** A move that a policy would have made. */
export interface ReplayedMove {
  readonly groupId: string;
  readonly fromPathId: string;
  readonly toPathId: string;
  /** When the path took the state that the move came from. */
  readonly triggeredAtMs: number;
  /** When it would have been decided. */
  readonly atMs: number;
  readonly because: string;
  /** From the first bad sample to the decision; what applying and proving takes comes on top. */
  readonly toSwitchMs: number;
  readonly failedBackAtMs?: number;
}

/** A moment in which a policy would have been asked and would have left things as they were. */
export interface ReplayedHold {
  readonly groupId: string;
  readonly fromPathId: string;
  readonly triggeredAtMs: number;
  readonly atMs: number;
  readonly rule: string;
  readonly reason: string;
}

/** What the moves rest on. */
export interface MoveInput {
  readonly policy: ReplayPolicy;
  readonly config: SkylaneConfig;
  readonly plans: readonly FailoverPlan[];
  /** Every path as it stood at a moment. */
  readonly healthAt: (nowMs: number) => readonly PathHealthRecord[];
  /** Of all paths, in order of time. */
  readonly changes: readonly ReplayedChange[];
  readonly recorded: readonly RecordedMove[];
  /** From a change of state to the decision. */
  readonly reactionMs: number;
}

/** A recorded repair by routing this near to a change of state is taken to be its. */
const SAME_TROUBLE_MS = 60_000;

interface Ask {
  readonly kind: "decide";
  readonly dueMs: number;
  readonly untilMs: number;
  readonly group: ConnectionGroup;
  readonly cause: ReplayedChange;
}
interface WayBack {
  readonly kind: "fail-back";
  readonly dueMs: number;
  readonly order: FailbackOrder;
}

interface Replaying {
  readonly input: MoveInput;
  readonly due: (Ask | WayBack)[];
  readonly incidents: Map<string, Incident[]>;
  readonly moves: ReplayedMove[];
  readonly holds: ReplayedHold[];
}

/** Every move and fail back of one policy on a virtual clock: changes of state come in, orders fall due; pure. */
export function replayMoves(input: MoveInput): {
  readonly moves: readonly ReplayedMove[];
  readonly holds: readonly ReplayedHold[];
} {
  const { policy, config, plans, changes, reactionMs } = input;
  const incidents = new Map(config.groups.map(({ id }): [string, Incident[]] => [id, []]));
  const replaying: Replaying = { input, due: [], incidents, moves: [], holds: [] };
  for (const cause of changes) {
    const { record, change } = cause;
    const nowMs = record.health.sinceMs;
    runUntil(replaying, nowMs);
    if (change.to === "up") considerFailback(replaying, record, nowMs);
    if ((change.to !== "down" && change.to !== "degraded") || !policy.failover.on.includes(change.to)) continue;
    const dueMs = nowMs + reactionMs;
    const untilMs = dueMs + policy.failover.quorumWaitMs;
    for (const group of config.groups)
      if (primaryOf(group, plans) === record.pathId)
        replaying.due.push({ kind: "decide", dueMs, untilMs, group, cause });
  }
  runUntil(replaying, Number.POSITIVE_INFINITY);
  const { moves, holds } = replaying;
  return { moves, holds };
}

/** The path a group's traffic belongs on. */
export const primaryOf = ({ id, paths }: ConnectionGroup, plans: readonly FailoverPlan[]): string | undefined =>
  plans.find(({ groupId }) => groupId === id)?.primaryPathId ?? paths[0]?.id;

function runUntil(replaying: Replaying, untilMs: number): void {
  const { due } = replaying;
  for (;;) {
    due.sort((a, b) => a.dueMs - b.dueMs);
    const [next] = due;
    if (!next || next.dueMs >= untilMs) return;
    due.shift();
    if (next.kind === "decide") decide(replaying, next);
    else failBack(replaying, next);
  }
}

function decide(replaying: Replaying, ask: Ask): void {
  const { input, incidents, moves, holds } = replaying;
  const { group, cause, dueMs } = ask;
  const { record, change, firstBadMs } = cause;
  const history = incidents.get(group.id) ?? [];
  if (history.some(isActive)) return;
  const { config, policy, plans } = input;
  const plan = plans.find(({ groupId }) => groupId === group.id);
  const health = input.healthAt(dueMs);
  const isRepairedByRouting = wasRepaired(input.recorded, group.id, record.health.sinceMs);
  const facts = factsAt({
    nowMs: dueMs,
    cause: record,
    config,
    group,
    plan,
    policy,
    health,
    history,
    isRepairedByRouting,
  });
  const decision = decideFailover(facts);
  if (isUndecided(decision) && dueMs + ASK_AGAIN_MS <= ask.untilMs) {
    replaying.due.push({ ...ask, dueMs: dueMs + ASK_AGAIN_MS });
    return;
  }
  const about = { groupId: group.id, fromPathId: record.pathId, triggeredAtMs: record.health.sinceMs, atMs: dueMs };
  if (decision.kind === "hold") holds.push({ ...about, rule: decision.rule, reason: decision.reason });
  if (decision.kind !== "switch") return;
  history.unshift(incidentOf(group.id, record, decision.toPathId));
  moves.push({ ...about, toPathId: decision.toPathId, because: change.because, toSwitchMs: dueMs - firstBadMs });
  // the primary may have come up before there was anything to move back
  for (const seen of health)
    if (seen.pathId === record.pathId && seen.health.state === "up") considerFailback(replaying, seen, dueMs);
}

const wasRepaired = (recorded: readonly RecordedMove[], groupId: string, atMs: number): boolean =>
  recorded.some(
    (move) =>
      move.how === "repaired-by-routing" &&
      move.groupId === groupId &&
      Math.abs(move.openedAtMs - atMs) <= SAME_TROUBLE_MS,
  );

function considerFailback({ input, incidents, due }: Replaying, record: PathHealthRecord, nowMs: number): void {
  const settings = input.policy.failover;
  for (const [groupId, history] of incidents) {
    const incident = history.find(isActive);
    const failback = input.policy.failback.get(groupId);
    if (incident?.fromPathId !== record.pathId || failback === undefined || failback.mode === "manual") continue;
    const before = history.filter(({ id }) => id !== incident.id);
    const windowMs = holdDownMs(failback.stableWindowMs, dampingOf(before, settings, nowMs), settings);
    const order = {
      incidentId: incident.id,
      groupId: incident.groupId,
      isManual: false,
      epoch: record.health.epoch,
      vantageId: record.vantageId,
      waitSeconds: Math.ceil(windowMs / 1000),
    };
    due.push({ kind: "fail-back", dueMs: nowMs + order.waitSeconds * 1000, order });
  }
}

function failBack({ input, incidents, moves }: Replaying, { order, dueMs }: WayBack): void {
  const history = incidents.get(order.groupId) ?? [];
  const incident = history.find(({ id }) => id === order.incidentId);
  if (!incident) return;
  const health = input.healthAt(dueMs).filter((record) => isFresh(record, dueMs));
  if (decideFailback({ nowMs: dueMs, order, incident, health, isStopped: false }).kind !== "go") return;
  history.splice(history.indexOf(incident), 1, { ...incident, status: "failed-back", closedAtMs: dueMs });
  const at = moves.findLastIndex(({ groupId }) => groupId === order.groupId);
  const move = moves[at];
  if (move) moves[at] = { ...move, failedBackAtMs: dueMs };
}

const incidentOf = (groupId: string, record: PathHealthRecord, toPathId: string): Incident => ({
  id: incidentId(groupId, record.health.sinceMs.toString(36)),
  groupId: groupId as Incident["groupId"],
  status: "moved",
  trigger: {
    kind: "path-state",
    pathId: record.pathId,
    vantageId: record.vantageId,
    state: record.health.state,
    epoch: record.health.epoch,
  },
  fromPathId: record.pathId,
  toPathId: toPathId as PathHealthRecord["pathId"],
  openedAtMs: record.health.sinceMs,
  preImages: [],
  timeline: [],
});
