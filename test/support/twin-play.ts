import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  type ConnectionGroup,
  type EventDraft,
  type PathHealthRecord,
  type PathStateChanged,
  type ProbeSample,
  parseConfig,
  type SkylaneConfig,
} from "@skylane/core";
import {
  choosePaths,
  considerFailback,
  considerFailover,
  type FailoverOrder,
  nextPathHealth,
  renewOverrides,
  storePlan,
  unseenPath,
  watchOverrides,
} from "@skylane/engine";
import { type Estate, loadEstate } from "@skylane/twin";
import { parse } from "yaml";
import { seededRandom } from "../../packages/twin/src/world/clock.ts";
import type { FaultInput } from "../../packages/twin/src/world/faults.ts";
import { createWorld, type World } from "../../packages/twin/src/world/world.ts";
import { type MemoryDeps, memoryDeps } from "./memory-deps.ts";
import { somebodyOrders } from "./somebody-orders.ts";
import { twinProber, twinSteering } from "./twin-ports.ts";
import { type VirtualClock, virtualClock } from "./virtual-clock.ts";
import { type Running, workflowRunner } from "./workflow-runner.ts";
import type { WalkStep } from "./workflow-walk.ts";

/** What differs from one script to the next. */
export interface TwinChoice {
  readonly automation: readonly ["observe" | "advise" | "act", "observe" | "advise" | "act"];
  readonly failback: readonly ["auto" | "manual", "auto" | "manual"];
  /** Groups whose policy forbids the public internet, and with it the VPN that is their only backup. */
  readonly isPrivate: readonly [boolean, boolean];
  readonly movesOnDegraded: boolean;
  /** Routers notice a cut within a second, before the probes do, and repair it by themselves. */
  readonly hasBfd: boolean;
  readonly seed: number;
}

/** One thing that happens on the twin, in virtual time. */
export type TwinHappening =
  | { readonly kind: "fault"; readonly fault: FaultInput }
  | { readonly kind: "clear" }
  /** Seconds go by: every path is probed each second, and what is due is done. */
  | { readonly kind: "pass"; readonly seconds: number }
  /** Seconds go by in which the bus delivers nothing and no workflow gets on. */
  | { readonly kind: "lag"; readonly seconds: number }
  | { readonly kind: "deliver"; readonly which: number; readonly isTwice: boolean }
  | {
      readonly kind: "step";
      readonly which: number;
      readonly dieAfter: number | undefined;
      readonly isFailing: boolean;
    }
  | { readonly kind: "order"; readonly group: number; readonly isBack: boolean }
  | { readonly kind: "kill-switch"; readonly isStopped: boolean };

/** A script being played. */
export interface TwinPlay {
  readonly deps: MemoryDeps;
  readonly breaches: readonly string[];
  readonly unfinished: () => readonly string[];
  happen(one: TwinHappening): Promise<void>;
  /** Faults end, people let it go on, and everything that was begun ends. */
  settle(): Promise<void>;
}

const GROUP_IDS = ["use1-dc1", "usw2-dc2"] as const;
/** Links that carry those groups, best first. */
export const twinLinks = ["dx-use1-1", "vpn-use1-1", "dx-usw2-1", "vpn-usw2-1"] as const;
const STABLE_WINDOW_MS = 20_000;

const globalcart = await loadEstate("globalcart");
const rawGlobalcart = parse(
  readFileSync(join(import.meta.dirname, "../../examples/globalcart/skylane.yaml"), "utf8"),
) as { readonly groups: readonly { id: string }[]; readonly flows: readonly { id: string; groupId?: string }[] };

/** Two flows of each group: enough to prove a move, few enough for a thousand worlds. */
const isKept = ({ id }: { readonly id: string }): boolean => /^us(?:e1-to-dc1|w2-to-dc2)-[12]$/.test(id);

/** The part of GlobalCart between two Regions of AWS and two data centres, with every link among them. */
const GATEWAYS = ["tgw-use1", "tgw-usw2", "dc1-r1", "dc2-r1"];
const isNear = ({ at }: { readonly at: string }): boolean => GATEWAYS.includes(at);
const estate: Estate = {
  ...globalcart,
  gateways: globalcart.gateways.filter(({ id }) => GATEWAYS.includes(id)),
  networks: globalcart.networks.filter(({ gatewayId }) => gatewayId !== undefined && GATEWAYS.includes(gatewayId)),
  connections: globalcart.connections.filter(({ a, b }) => isNear(a) && isNear(b)),
  flows: globalcart.flows.filter(isKept),
  canaries: globalcart.canaries.filter(({ gatewayId }) => GATEWAYS.includes(gatewayId)),
};
const withBfd: Estate = {
  ...estate,
  connections: estate.connections.map((one) => ({ ...one, bfd: { intervalMs: 300, detectMultiplier: 3 } })),
};

function configOf(choice: TwinChoice): SkylaneConfig {
  const groups = rawGlobalcart.groups.filter(({ id }) => GROUP_IDS.some((known) => known === id));
  return parseConfig(
    {
      ...rawGlobalcart,
      policies: [{ id: "internal" }, { id: "pci-dss" }, { id: "private", forbidPublicInternet: true }],
      groups: groups.map((group, i) => ({
        ...group,
        automation: choice.automation[i],
        policyId: choice.isPrivate[i] === true ? "private" : "internal",
        failback: { mode: choice.failback[i], stableWindowMs: `${STABLE_WINDOW_MS} ms` },
      })),
      flows: rawGlobalcart.flows.filter(isKept),
      drills: [],
      status: undefined,
      failover: { on: choice.movesOnDegraded ? ["down", "degraded"] : ["down"], proofDeadlineMs: "3 seconds" },
    },
    "globalcart",
  );
}

/** GlobalCart with both groups on their primaries and every path's baseline learnt, and the hand that plays a script on it. */
export async function startTwinPlay(choice: TwinChoice): Promise<TwinPlay> {
  const config = configOf(choice);
  const clock = virtualClock(1_700_000_000_000);
  const world = createWorld(choice.hasBfd ? withBfd : estate, clock, seededRandom(choice.seed));
  const breaches: string[] = [];
  const watch = onlooker(config, world, clock, breaches);
  const deps: MemoryDeps = {
    ...memoryDeps(config),
    clock,
    prober: twinProber(world),
    steering: twinSteering(world, watch.onWrite),
  };
  const runner = workflowRunner(deps, watch.watcher(deps));
  const paths = config.groups.flatMap((group) => group.paths);
  let watchedAtMs = clock.nowMs();

  /** One sample of every path; a change of state is saved and put on the bus. */
  const probeAll = async (): Promise<void> => {
    for (const path of paths) {
      const { vantageId, ...target } = path.probe;
      const atMs = clock.nowMs();
      const answer = await deps.prober.probe({ ...target, timeoutMs: config.thresholds.probeTimeoutMs });
      const key = `${vantageId}#${path.id}`;
      const before = deps.records.get(key)?.health ?? unseenPath(atMs);
      const sample: ProbeSample = { pathId: path.id, vantageId, atMs, ...answer };
      const { health, change } = nextPathHealth(before, sample, config.thresholds);
      deps.records.set(key, { pathId: path.id, vantageId, health, sampledAtMs: atMs } as PathHealthRecord);
      if (!change) continue;
      const told = { pathId: path.id, vantageId, ...change, sinceMs: health.sinceMs, epoch: health.epoch };
      runner.queue.push(async () => {
        await considerFailover(deps, told as PathStateChanged);
        await considerFailback(deps, told as PathStateChanged);
      });
    }
  };
  const pass = async (seconds: number, isLagging = false): Promise<void> => {
    for (let second = 0; second < seconds; second += 1) {
      clock.advance(1_000);
      await probeAll();
      if (!isLagging) await runner.run();
      if (clock.nowMs() - watchedAtMs < 60_000) continue;
      watchedAtMs = clock.nowMs();
      await renewOverrides(deps);
      await watchOverrides(deps);
      runner.takeIn();
    }
  };
  const happen = async (one: TwinHappening): Promise<void> => {
    switch (one.kind) {
      case "fault":
        world.addFault(one.fault);
        break;
      case "clear":
        for (const { id } of world.faults()) world.removeFault(id);
        break;
      case "pass":
      case "lag":
        await pass(one.seconds, one.kind === "lag");
        break;
      case "deliver":
        await runner.deliver(one.which, one.isTwice);
        break;
      case "step": {
        const ready = runner.ready();
        const next = ready[one.which % Math.max(1, ready.length)];
        if (next) await runner.walkOn(next, one.dieAfter, one.isFailing);
        break;
      }
      case "order":
        await somebodyOrders(deps, GROUP_IDS[one.group % GROUP_IDS.length] ?? "", one.isBack);
        break;
      case "kill-switch":
        deps.killSwitchState.isStopped = one.isStopped;
    }
    runner.takeIn();
  };
  const unfinished = (): readonly string[] => runner.running.filter(({ isOver }) => !isOver).map(({ name }) => name);
  const settle = async (): Promise<void> => {
    await happen({ kind: "clear" });
    deps.killSwitchState.isStopped = false;
    for (let minute = 0; minute < 20; minute += 1) {
      await pass(30);
      for (const groupId of GROUP_IDS)
        if ((await deps.incidents.findActive(groupId))?.status === "moved" && minute > 2)
          await somebodyOrders(deps, groupId, true);
      runner.takeIn();
      if (runner.queue.length === 0 && unfinished().length === 0 && deps.overrideByGroup.size === 0) break;
    }
    await watch.atEnd(deps);
  };

  for (const group of config.groups) {
    const chosen = choosePaths(group, config);
    if (chosen) await storePlan(deps, chosen);
  }
  await pass(config.thresholds.baselineSampleCount + 2);
  return { deps, breaches, unfinished, happen, settle };
}

/**
 * Looks at the world and at nothing that Skylane says of itself: where packets go, which routes are written, and which events
 * went out. Its rules are its own words.
 */
function onlooker(config: SkylaneConfig, world: World, clock: VirtualClock, breaches: string[]) {
  const untouched = routesOf(world);
  const proven = new Map<string, string | undefined>();
  const holder = new Map<string, string>();
  let now: { readonly running: Running; readonly step: WalkStep } | undefined;
  /** Workflows whose guards were asked while the kill switch was on. */
  const stopped = new Set<string>();
  let eventCount = 0;
  const breach = (invariant: number, what: string): void => {
    breaches.push(`${invariant}: ${what} (${now?.running.name}, ${now?.step.name}, +${clock.monotonicMs()} ms)`);
  };
  const groupOf = (id: string): ConnectionGroup | undefined => config.groups.find((group) => group.id === id);

  /** The one path of the group that all its flows take both ways, if they do. */
  const carrierOf = (groupId: string): string | undefined => {
    const flows = config.flows.filter((flow) => flow.groupId === groupId);
    const ways = flows.flatMap(({ source, destination }) => [
      world.traceBetween(source.ip, destination.ip),
      world.traceBetween(destination.ip, source.ip),
    ]);
    return groupOf(groupId)?.paths.find(({ connectionId }) =>
      ways.every(
        (way) => way.kind === "delivered" && way.crossings.some(({ connection }) => connection.id === connectionId),
      ),
    )?.id;
  };
  const isForbidden = (group: ConnectionGroup, pathId: string): boolean => {
    const path = group.paths.find(({ id }) => id === pathId);
    const connection = config.connections.find(({ id }) => id === path?.connectionId);
    return group.policyId === "private" && connection?.isPublic === true;
  };

  const checkEvents = (deps: MemoryDeps, { order }: Running): void => {
    for (const { type, data } of deps.published.slice(eventCount) as readonly EventDraft[]) {
      const said = data as Partial<Record<"incidentId" | "how" | "toPathId" | "fromPathId", string>>;
      if (said.incidentId !== order.incidentId) continue;
      const seen = proven.get(order.incidentId);
      if (type === "failover.completed.v1" && said.how === "moved" && seen !== said.toPathId)
        breach(6, `claims that traffic is on ${said.toPathId}, it was on ${seen}`);
      if (type === "failover.failed-back.v1" && seen !== said.fromPathId)
        breach(7, `claims that traffic is back on ${said.fromPathId}, it was on ${seen}`);
    }
    eventCount = deps.published.length;
  };

  return {
    onWrite(change: { readonly id: string }, kind: "apply" | "restore"): void {
      const groupId = change.id.split(":")[0] ?? "";
      const group = groupOf(groupId);
      // the watchdog writes outside of any workflow, and only ever undoes
      if (!now || !group) {
        if (kind === "apply") breach(4, `${change.id} was applied by nobody`);
        return;
      }
      const { running, step } = now;
      if (holder.get(groupId) !== undefined && holder.get(groupId) !== running.name)
        breach(4, `wrote ${change.id} while ${holder.get(groupId)} was at it`);
      holder.set(groupId, running.name);
      if (kind === "restore" || step.name === "ReapplyChange") return;
      const { trigger } = running.order as FailoverOrder;
      if (trigger.kind === "path-state" && group.automation !== "act") breach(8, `acted at "${group.automation}"`);
      if (stopped.has(running.name)) breach(2, `wrote ${change.id} although the kill switch is on`);
      const to = group.paths.find(({ id }) => id !== group.paths[0]?.id);
      if (to && isForbidden(group, to.id)) breach(1, `moves to ${to.id}, which the policy forbids`);
    },
    watcher(deps: MemoryDeps) {
      return {
        beforeStep(running: Running, step: WalkStep) {
          now = { running, step };
          if (step.name === "CheckGuards" && deps.killSwitchState.isStopped) stopped.add(running.name);
        },
        afterStep(running: Running, { name }: WalkStep, failure: unknown) {
          if (name === "ProveTraffic" && failure === undefined)
            proven.set(running.order.incidentId, carrierOf(running.order.groupId));
          checkEvents(deps, running);
          now = undefined;
        },
        over({ name, order }: Running) {
          if (holder.get(order.groupId) === name) holder.delete(order.groupId);
        },
      };
    },
    /** When all is well again, nothing of any move may be left, unless a person was called. */
    async atEnd(deps: MemoryDeps): Promise<void> {
      const called = [...deps.incidentById.values()].filter(({ status }) => status === "needs-human");
      for (const { id } of config.groups) {
        if (called.some(({ groupId }) => groupId === id)) continue;
        if (await deps.incidents.findActive(id)) breach(9, `${id} is still away when all is well again`);
        if (carrierOf(id) !== groupOf(id)?.paths[0]?.id) breach(7, `${id} ends on ${carrierOf(id)}`);
      }
      if (called.length === 0 && routesOf(world) !== untouched) breach(9, "routes are not what they were at first");
    },
  };
}

/** Every route that somebody has set, as text. */
const routesOf = ({ routing }: World): string =>
  JSON.stringify(
    [routing.staticRoutes, routing.prefixLists].map((tables) =>
      [...tables]
        .filter(([, table]) => table.size > 0)
        .map(([key, table]) => [key, [...table].sort()])
        .sort(),
    ),
  );
