import type { CloudAlarm, FailoverPlan, PathHealthRecord } from "@skylane/core";
import type { FailbackOrder, FailoverOrder } from "@skylane/engine";
import { carrierOf, type MemoryDeps } from "./memory-deps.ts";
import { type EstateChoice, groupIds, pathsOf } from "./two-groups.ts";
import type { Running, Watcher } from "./workflow-runner.ts";
import type { WalkStep } from "./workflow-walk.ts";

/** What the onlooker keeps of one workflow. */
interface Seen {
  /** When it was decided on, what every vantage had said by then, the plan that was stored, and whether traffic flowed. */
  guard?: {
    atMs: number;
    views: readonly PathHealthRecord[];
    plan: FailoverPlan | undefined;
    isAnswered: boolean;
    alarms: readonly CloudAlarm[];
  };
  /** Routes of its group before its first write. */
  before?: ReadonlyMap<string, string>;
  readonly written: string[];
  /** Of the last proof that succeeded. */
  provenCarrier?: string | undefined;
  isProofFailed: boolean;
  isUndoFailed: boolean;
}

/** What was broken: the invariant's number in docs/architecture.md, and how. */
export type Breach = string;

const GROUPS: readonly string[] = groupIds;
const RECENT_MS = 120_000;
const STORM_MS = 30_000;
const STEP_MS = 6_000;
const DAY_MS = 86_400_000;
const WINDOW_MS = 60_000;

/**
 * Looks at the world while a script is played, and at nothing that the failover code says of itself: routes as they are
 * written, where traffic goes, what vantages have said, and which events went out. Its rules are its own words.
 */
export function invariantObserver(choice: EstateChoice, breaches: Breach[]): (deps: MemoryDeps) => Watcher {
  return (deps) => {
    const { world, config } = deps;
    const seenOf = new Map<string, Seen>();
    const holder = new Map<string, Running>();
    const moves: { groupId: string; atMs: number }[] = [];
    let now: { running: Running; step: WalkStep } | undefined;
    let eventCount = 0;
    let plannedCount = 0;

    const seen = ({ name }: Running): Seen => {
      const known = seenOf.get(name) ?? { written: [], isProofFailed: false, isUndoFailed: false };
      seenOf.set(name, known);
      return known;
    };
    const breach = (invariant: number, what: string): void => {
      breaches.push(`${invariant}: ${what} (${now?.running.name}, ${now?.step.name}, at ${deps.clock.nowMs()})`);
    };
    const routesOf = (groupId: string): Map<string, string> =>
      new Map([...world.routes].filter(([key]) => key.startsWith(`${groupId}-`)));
    const isSame = (a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): boolean =>
      JSON.stringify([...a].sort()) === JSON.stringify([...b].sort());
    const isForbidden = (pathId: string): boolean =>
      groupIds.some((groupId, i) => pathsOf(groupId)[choice.forbidden[i] ?? 3] === pathId);

    world.onWrite = (kind, key, hop) => {
      if (!now) return;
      const { running, step } = now;
      const { groupId } = running.order;
      const mine = seen(running);
      const holding = holder.get(groupId);
      if (holding && holding !== running && !holding.isOver)
        breach(4, `${holding.name} is still at work on ${groupId}`);
      holder.set(groupId, running);
      if (!key.startsWith(`${groupId}-`)) breach(9, `wrote ${key}, a route of another group`);
      if (/\|10\.25[45]\./.test(key)) breach(9, `wrote ${key}, a canary's`);
      mine.before ??= routesOf(groupId);
      mine.written.push(key);
      if (step.name !== "RollBack" && (deps.killSwitchState.isStopped || !deps.killSwitchState.isReadable))
        breach(4, `wrote ${key} although the kill switch is on or unreadable`);
      if (hop !== undefined && kind === "set" && isForbidden(hop))
        breach(1, `sent ${key} over ${hop}, which is forbidden`);
      if (step.name === "ApplyChange") checkMove(running, mine, key, hop ?? "");
      if (step.name === "RestoreChange") checkWayBack(running, mine, key);
    };

    function checkMove(running: Running, mine: Seen, key: string, hop: string): void {
      const order = running.order as FailoverOrder;
      const { guard } = mine;
      if (!guard?.plan) {
        breach(2, "moved without a stored plan");
        return;
      }
      const planned = [{ pathId: guard.plan.backupPathId, changes: guard.plan.changes }, ...guard.plan.spares].find(
        ({ pathId }) => pathId === hop,
      );
      const change = planned?.changes.find((one) => `${one.target.table}|${one.prefix}` === key);
      if (!change) breach(2, `${key} to ${hop} was not in the plan`);
      const preImage = deps.incidentById
        .get(order.incidentId)
        ?.preImages.find(({ changeId }) => changeId === change?.id);
      if (!preImage || preImage.state?.hop !== mine.before?.get(key)) breach(9, `${key} has no true pre-image`);
      if (guard.atMs - order.orderedAtMs > RECENT_MS) breach(4, "the order was older than two minutes");
      const primaryPathId = guard.plan.primaryPathId;
      const viewsOf = (pathId: string) =>
        guard.views.filter((view) => view.pathId === pathId && view.health.state !== "unknown");
      const isAllUp = (pathId: string): boolean => {
        const views = viewsOf(pathId);
        return views.length > 0 && views.every(({ health }) => health.state === "up");
      };
      const isNowhereDown = (pathId: string): boolean => {
        const views = viewsOf(pathId);
        return views.length > 0 && views.every(({ health }) => health.state !== "down");
      };
      if (!isNowhereDown(hop)) breach(5, `${hop} was down or unknown to a vantage`);
      if (order.trigger.kind === "manual") return;

      const level = choice.automation[GROUPS.indexOf(order.groupId)];
      if (level !== "act") breach(8, `the group is at ${level}`);
      const primary = viewsOf(primaryPathId);
      const down = primary.filter(({ health }) => health.state === "down");
      const bad = primary.filter(({ health }) => health.state !== "up");
      const wanted = choice.movesOnDegraded ? bad : down;
      if (wanted.length === 0) breach(3, `nobody who probes ${primaryPathId} calls it bad`);
      // the word of a cloud about its own link is one more voice, where somebody who probes says so too
      const voiceCount = guard.alarms.some((alarm) => isDownNow(alarm, guard.atMs)) ? 1 : 0;
      const isMajority = ({ length }: readonly unknown[]): boolean =>
        length > 0 && (length * 2 > primary.length || (length + voiceCount) * 2 > primary.length + voiceCount);
      if (!isMajority(wanted))
        breach(3, `${wanted.length} of ${primary.length} clouds call ${primaryPathId} bad, and ${voiceCount} alarms`);
      for (const { vantageId } of bad)
        if (isStorm(guard, vantageId)) breach(3, `${vantageId} sees most of its paths fall at once`);
      const isDead = isMajority(down);
      if (!isDead && !isAllUp(hop)) breach(5, `left a lossy path for ${hop}, which is not up`);
      if (!isDead && viewsOf(hop).some(({ health }) => health.recent.includes(null)))
        breach(5, `left a lossy path for ${hop}, which loses packets itself`);
      const budget = moves.filter(
        ({ groupId, atMs }) => groupId === order.groupId && guard.atMs - atMs < DAY_MS,
      ).length;
      if (budget >= choice.flapBudgetCount) breach(5, `moved ${budget} times today already`);
      if (guard.isAnswered && order.trigger.state === "down" && !mine.isProofFailed)
        breach(10, "traffic was answered before it was moved");
    }

    /** Raised within two minutes; a step may take some seconds. */
    const isDownNow = ({ isRaised, kind, atMs }: CloudAlarm, nowMs: number): boolean =>
      isRaised && kind.endsWith("-down") && nowMs - atMs <= RECENT_MS && nowMs - atMs >= -STEP_MS;

    function checkWayBack(running: Running, mine: Seen, key: string): void {
      const order = running.order as FailbackOrder;
      if (mine.written.length === 1 && !key.includes("-site|"))
        breach(7, "the router was not the first to be put back");
      if (order.isManual) return;
      const at = GROUPS.indexOf(order.groupId);
      if (choice.failback[at] !== "auto") breach(7, "the group fails back by hand only");
      const primary = deps.planned.get(order.groupId)?.primaryPathId;
      const atMs = mine.guard?.atMs ?? 0;
      if (mine.guard?.alarms.some((one) => one.kind === "maintenance" && one.isRaised && isWithin(one, atMs)))
        breach(7, "went back while the cloud was at work there");
      const views = (mine.guard?.views ?? []).filter(
        ({ pathId, health }) => pathId === primary && health.state !== "unknown",
      );
      if (views.length === 0) breach(7, "nothing was known of the primary");
      for (const { vantageId, health } of views)
        if (health.state !== "up" || (mine.guard?.atMs ?? 0) - health.sinceMs < WINDOW_MS * 0.9)
          breach(7, `${vantageId} had not seen the primary well for the whole window`);
    }

    const isWithin = ({ atMs, endsAtMs = 0 }: CloudAlarm, nowMs: number): boolean => atMs <= nowMs && nowMs < endsAtMs;

    /** What was told of the group's primary by the cloud that has an end of it. */
    const alarmsOf = (groupId: string, pathId: string | undefined): readonly CloudAlarm[] =>
      (deps.linkAlarms.get(pathId ?? "")?.alarms ?? []).filter(
        ({ cloud }) => cloud === (groupId === "g" ? "aws" : "azure"),
      );

    const isStorm = ({ views, atMs }: NonNullable<Seen["guard"]>, vantageId: string): boolean => {
      const own = views.filter((view) => view.vantageId === vantageId);
      const fallen = own.filter(({ health }) => health.state === "down" && atMs - health.sinceMs <= STORM_MS);
      return fallen.length >= 3 && fallen.length * 2 > own.length;
    };

    /** What was known: the stored health that is fresh, and the news that the order brought if it is newer. */
    const knownTo = ({ order }: Running): readonly PathHealthRecord[] => {
      const fresh = [...deps.records.values()].filter(
        ({ sampledAtMs }) => deps.clock.nowMs() - sampledAtMs <= RECENT_MS,
      );
      const trigger = "trigger" in order && order.trigger.kind === "path-state" ? order.trigger : undefined;
      if (!trigger) return fresh;
      return fresh.map((view) =>
        view.pathId === trigger.pathId && view.vantageId === trigger.vantageId && view.health.epoch < trigger.epoch
          ? ({ ...view, health: { ...view.health, state: trigger.state } } as PathHealthRecord)
          : view,
      );
    };

    function checkEvents(running: Running, mine: Seen): void {
      const { groupId } = running.order;
      for (const { type, data } of deps.published.slice(eventCount)) {
        const said = data as Partial<Record<"incidentId" | "how" | "toPathId" | "rule", string>> & {
          isRestored?: boolean;
        };
        // what was told between two steps, of a path beside the primary, is no word of this workflow
        if (said.incidentId !== running.order.incidentId) continue;
        if (type === "failover.completed.v1" && said.how === "moved") {
          if (mine.provenCarrier !== said.toPathId)
            breach(6, `claims ${said.toPathId}, traffic was on ${mine.provenCarrier}`);
          moves.push({ groupId, atMs: (running.order as FailoverOrder).orderedAtMs });
        }
        if (type === "failover.completed.v1" && said.how === "repaired-by-routing") {
          if (mine.provenCarrier === undefined) breach(10, "claims a repair, traffic was not answered");
          if (mine.written.length > 0) breach(10, "claims a repair by routing after it wrote routes");
        }
        if (type === "failover.failed-back.v1" && mine.provenCarrier !== deps.planned.get(groupId)?.primaryPathId)
          breach(6, `claims to be back, traffic was on ${mine.provenCarrier}`);
        if (type === "failover.refused.v1" && said.rule !== "failback-not-proven" && mine.written.length > 0)
          breach(6, "says that nothing was touched, after it wrote routes");
        if (type === "failover.rolled-back.v1" && said.isRestored === false && !mine.isUndoFailed)
          breach(6, "wakes a person although nothing kept it from putting the routes back");
        if (type === "failover.rolled-back.v1" && said.isRestored === true)
          if (mine.before && !isSame(mine.before, routesOf(groupId)))
            breach(6, `says that routes are restored: ${JSON.stringify([...routesOf(groupId)])}`);
      }
      eventCount = deps.published.length;
    }

    return {
      beforeStep(running, step) {
        now = { running, step };
        plannedCount = world.plannedCount;
        const mine = seen(running);
        if (step.name === "CheckGuards" || step.name === "CheckFailback") {
          const isAnswered = carrierOf(config, world, running.order.groupId) !== undefined;
          const plan = structuredClone(deps.planned.get(running.order.groupId));
          const alarms = structuredClone(alarmsOf(running.order.groupId, plan?.primaryPathId));
          mine.guard = { atMs: deps.clock.nowMs(), views: structuredClone(knownTo(running)), plan, isAnswered, alarms };
        }
      },
      afterStep(running, step, failure) {
        const mine = seen(running);
        if (world.plannedCount !== plannedCount) breach(2, "made up changes while it was at work");
        if (step.name.startsWith("Prove")) {
          if (failure === undefined) mine.provenCarrier = carrierOf(config, world, running.order.groupId);
          else mine.isProofFailed = true;
        }
        // restores and reads of this world always work, so only a process that died for good excuses an undo; a cloud may deny a change
        const isDead = failure instanceof Error && !("kind" in failure);
        if ((step.name === "RollBack" && isDead) || (step.name === "ReapplyChange" && failure !== undefined))
          mine.isUndoFailed = true;
        checkEvents(running, mine);
        now = undefined;
      },
      over({ kind, order }) {
        if (kind === "failover" && deps.incidentById.get(order.incidentId)?.status === "open")
          breaches.push(`6: ${order.incidentId} ended and nobody was told`);
      },
    };
  };
}
