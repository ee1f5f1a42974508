import { type LinkAlarm, type PathHealthRecord, type PathStateChanged, SkylaneError } from "@skylane/core";
import {
  choosePaths,
  considerAlarm,
  considerFailback,
  considerFailover,
  recordAlarm,
  renewOverrides,
  storePlan,
} from "@skylane/engine";
import { healthOf } from "./builders.ts";
import { type MemoryDeps, memoryDeps } from "./memory-deps.ts";
import { somebodyOrders } from "./somebody-orders.ts";
import { type EstateChoice, groupIds, pathsOf, twoGroups, vantageIds } from "./two-groups.ts";
import { type Running, type Watcher, workflowRunner } from "./workflow-runner.ts";

type State = "unknown" | "up" | "degraded" | "down";

/** One thing that happens. Numbers pick among what there is at that moment. */
export type Happening =
  /** A path dies or lives again, and vantages notice; `liar` is one that sees the opposite (0-2), or none (3). */
  | {
      readonly kind: "path";
      readonly path: number;
      readonly state: State;
      readonly liar: number;
      readonly isSaved: boolean;
    }
  /** One vantage sees one path in some way, whatever is true; lossy = up, with a loss of late. */
  | {
      readonly kind: "sight";
      readonly vantage: number;
      readonly path: number;
      readonly state: State;
      readonly isLossy: boolean;
    }
  /** A cloud raises or clears an alarm of a path, true or not: of now, of long ago or of the future, and perhaps not its own. */
  | {
      readonly kind: "alarm";
      readonly path: number;
      readonly about: "link-down" | "bgp-down" | "loss" | "maintenance";
      readonly cloud: "aws" | "azure";
      readonly ageMs: number;
      readonly isRaised: boolean;
    }
  /** One vantage sees all its paths fall at once. */
  | { readonly kind: "storm"; readonly vantage: number }
  | { readonly kind: "deliver"; readonly which: number; readonly isTwice: boolean }
  /** The next step of a workflow; `dieAfter`: the process dies after so many calls of ports and the step is done again; `isFailing`: for good. */
  | {
      readonly kind: "step";
      readonly which: number;
      readonly dieAfter: number | undefined;
      readonly isFailing: boolean;
    }
  /** Everything that is due is delivered, and every workflow runs as far as it gets. */
  | { readonly kind: "run" }
  | { readonly kind: "pass"; readonly ms: number }
  | { readonly kind: "kill-switch"; readonly isStopped: boolean; readonly isReadable: boolean }
  /** The cloud accepts route changes and ignores them; refuses one; or routing heals a group over one of its paths. */
  | { readonly kind: "stale"; readonly isStale: boolean }
  | { readonly kind: "deny"; readonly isDenying: boolean }
  | { readonly kind: "heal"; readonly group: number; readonly path: number | undefined }
  | { readonly kind: "order"; readonly group: number; readonly isBack: boolean }
  | { readonly kind: "replan" };

/** A script being played. */
export interface Play {
  readonly deps: MemoryDeps;
  readonly running: readonly Running[];
  happen(one: Happening): Promise<void>;
  /** Everything is well again, and everything that was started ends. */
  settle(): Promise<void>;
}

const ALL_PATHS = groupIds.flatMap(pathsOf);
const pick = <T>(list: readonly T[], i: number): T | undefined => list[i % Math.max(1, list.length)];

/** The memory world with both groups on their primaries and every path seen well, and the hand that plays a script on it. */
export async function startPlay(choice: EstateChoice, watch: (deps: MemoryDeps) => Watcher): Promise<Play> {
  const config = twoGroups(choice);
  const deps = memoryDeps(config);
  const epochs = new Map<string, number>();
  const clean = { recent: Array.from({ length: 20 }, () => 5), baselineRttMs: 5 };

  const see = async (vantageId: string, pathId: string, state: State, isLossy = false, isSaved = true) => {
    const key = `${vantageId}#${pathId}`;
    const epoch = (epochs.get(key) ?? 0) + 1;
    epochs.set(key, epoch);
    const nowMs = deps.clock.nowMs();
    const from = deps.records.get(key)?.health.state ?? "unknown";
    const { health, ...about } = healthOf(pathId, state, { vantageId, epoch, sinceMs: nowMs });
    const recent = isLossy ? [...clean.recent.slice(1), null] : clean.recent;
    const record = { ...about, health: { ...health, ...clean, recent }, sampledAtMs: nowMs } as PathHealthRecord;
    if (isSaved) await deps.health.save([record]);
    const change = {
      pathId,
      vantageId,
      from,
      to: state,
      because: "",
      sinceMs: nowMs,
      epoch,
    } as unknown as PathStateChanged;
    queue.push(async () => {
      await considerFailover(deps, change);
      await considerFailback(deps, change);
    });
  };
  /** Vantages go on probing: what they see is fresh, unless they are dead. */
  const probeOn = (): void => {
    for (const [key, record] of deps.records) deps.records.set(key, { ...record, sampledAtMs: deps.clock.nowMs() });
  };
  const plan = async (): Promise<void> => {
    for (const group of config.groups) {
      const chosen = choosePaths(group, config);
      if (chosen) await storePlan(deps, chosen);
    }
  };
  const { queue, running, takeIn, deliver, walkOn, ready, run } = workflowRunner(deps, watch(deps));
  const pass = async (ms: number): Promise<void> => {
    deps.clock.advance(ms);
    await renewOverrides(deps);
  };

  const happen = async (one: Happening): Promise<void> => {
    const { world } = deps;
    switch (one.kind) {
      case "path": {
        const pathId = pick(ALL_PATHS, one.path) ?? "";
        if (one.state === "down") world.deadPaths.add(pathId);
        else world.deadPaths.delete(pathId);
        for (const [i, vantageId] of vantageIds.entries()) {
          const opposite = one.state === "up" ? "down" : "up";
          await see(vantageId, pathId, i === one.liar ? opposite : one.state, false, one.isSaved || i !== one.liar);
        }
        break;
      }
      case "sight":
        await see(pick(vantageIds, one.vantage) ?? "", pick(ALL_PATHS, one.path) ?? "", one.state, one.isLossy);
        break;
      case "alarm": {
        const atMs = deps.clock.nowMs() - one.ageMs;
        const alarm = {
          cloud: one.cloud,
          alarmId: `${one.about}-${one.path}`,
          kind: one.about,
          isRaised: one.isRaised,
          atMs,
          name: "",
          resourceIds: [],
          connectionIds: [pick(ALL_PATHS, one.path) ?? ""],
          ...(one.about === "maintenance" && { endsAtMs: atMs + 300_000 }),
        } as unknown as LinkAlarm;
        queue.push(
          () => recordAlarm(deps, alarm),
          () => considerAlarm(deps, alarm),
        );
        break;
      }
      case "storm":
        for (const pathId of ALL_PATHS) await see(pick(vantageIds, one.vantage) ?? "", pathId, "down");
        break;
      case "deliver":
        await deliver(one.which, one.isTwice);
        break;
      case "step": {
        const next = pick(ready(), one.which);
        if (next) await walkOn(next, one.dieAfter, one.isFailing);
        break;
      }
      case "run":
        await run();
        break;
      case "pass":
        if (one.ms <= 60_000) probeOn();
        await pass(one.ms);
        if (one.ms <= 60_000) probeOn();
        break;
      case "kill-switch":
        Object.assign(deps.killSwitchState, { isStopped: one.isStopped, isReadable: one.isReadable });
        break;
      case "stale":
        world.isStale = one.isStale;
        break;
      case "deny":
        world.failOn = one.isDenying
          ? ({ sideId }) => (sideId === "site" ? new SkylaneError("ERR_CLOUD_DENIED", "denied", "no") : undefined)
          : undefined;
        break;
      case "heal": {
        const groupId = pick(groupIds, one.group) ?? "";
        const pathId = one.path === undefined ? undefined : pathsOf(groupId)[one.path];
        if (pathId === undefined) world.selfHealing.delete(groupId);
        else world.selfHealing.set(groupId, pathId);
        break;
      }
      case "order":
        await somebodyOrders(deps, pick(groupIds, one.group) ?? "", one.isBack);
        break;
      case "replan":
        await plan();
    }
    takeIn();
  };

  const settle = async (): Promise<void> => {
    const { world } = deps;
    Object.assign(world, { isStale: false, failOn: undefined });
    Object.assign(deps.killSwitchState, { isStopped: false, isReadable: true });
    world.deadPaths.clear();
    for (const vantageId of vantageIds) for (const pathId of ALL_PATHS) await see(vantageId, pathId, "up");
    for (let turn = 0; turn < 20; turn += 1) {
      await run();
      if (queue.length === 0 && running.every(({ isOver }) => isOver)) return;
      await happen({ kind: "pass", ms: 60_000 });
    }
  };

  await plan();
  for (const groupId of groupIds) {
    const primary = deps.planned.get(groupId)?.primaryPathId;
    const [group] = config.groups.filter(({ id }) => id === groupId);
    // what traffic is on before anything happens: the best path that is allowed
    if (primary !== group?.paths[0]?.id && primary !== undefined)
      for (const [side, prefix] of routesOf(config, groupId))
        deps.world.routes.set(`${groupId}-${side}|${prefix}`, primary);
  }
  for (const vantageId of vantageIds) for (const pathId of ALL_PATHS) await see(vantageId, pathId, "up");
  queue.length = 0;
  await pass(60_000);
  probeOn();
  return { deps, running, happen, settle };
}

/** Side and prefix of every route of a group. */
function routesOf(config: ReturnType<typeof twoGroups>, groupId: string): [string, string][] {
  const cidrs = (id: string): readonly string[] => config.networks.find((network) => network.id === id)?.cidrs ?? [];
  return [
    ...cidrs(`${groupId}-site`).map((prefix): [string, string] => ["cloud", prefix]),
    ...cidrs(`${groupId}-cloud`).map((prefix): [string, string] => ["site", prefix]),
  ];
}
