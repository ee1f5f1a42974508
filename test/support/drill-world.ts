import type { DrillRun } from "@skylane/core";
import {
  checkDrill,
  checkDrillEnd,
  choosePaths,
  DrillOrder,
  type FailoverOrder,
  measureDrill,
  recordDrill,
  showDrillReport,
  stopDrill,
  storePlan,
} from "@skylane/engine";
import { aConfig, healthOf } from "./builders.ts";
import { type MemoryDeps, memoryDeps } from "./memory-deps.ts";
import { runFailover } from "./run-failover.ts";

const drill = { over: "all", targetRtoMs: "5 seconds", holdMs: "2 seconds" };
/** The order for one run over the group `g`, by the name of its drill: `official` or `reroute`. */
export const drillOrder = (drillId: string, when = 1): DrillOrder =>
  DrillOrder.parse({
    runId: `dr-${drillId}-g-${when}`,
    drillId,
    groupId: "g",
    by: "ops",
    orderedAtMs: 1_000_000 + when,
  });
/** Input of the steps of a run. */
export const stepOf = ({ runId, groupId }: DrillOrder) => ({ runId, groupId });

/** Two clean paths and a plan; the official test takes `dx` away, and routing sends traffic over `vpn` after `healsAfterMs`. */
export async function readyToDrill(healsAfterMs = 1_500): Promise<MemoryDeps> {
  const config = aConfig((raw) => ({
    ...raw,
    groups: raw.groups.map((group) => ({
      ...group,
      paths: group.paths.map((path) => ({ ...path, faultTest: { test: "test.fault", settings: { pathId: path.id } } })),
    })),
    drills: [
      { ...drill, id: "official", kind: "official" },
      { ...drill, id: "reroute", kind: "reroute" },
    ],
  }));
  const deps = memoryDeps(config);
  const [group] = config.groups;
  const choice = group && choosePaths(group, config);
  if (choice) await storePlan(deps, choice);
  const clean = { recent: Array.from({ length: 20 }, () => 5), baselineRttMs: 5 };
  for (const id of ["dx", "vpn"]) {
    const record = healthOf(id, "up");
    deps.records.set(id, { ...record, health: { ...record.health, ...clean } });
  }
  const { prober, workflows } = deps;
  let deadSinceMs: number | undefined;
  return Object.assign(deps, {
    prober: {
      async probe(request: Parameters<typeof prober.probe>[0]) {
        const nowMs = deps.clock.monotonicMs();
        if (!deps.world.deadPaths.has("dx")) deadSinceMs = undefined;
        else deadSinceMs ??= nowMs;
        if (deadSinceMs !== undefined && nowMs - deadSinceMs >= healsAfterMs) deps.world.selfHealing.set("g", "vpn");
        return prober.probe(request);
      },
    },
    workflows: {
      async start(name: "failover" | "failback" | "drill", id: string, input: unknown) {
        const answer = await workflows.start(name, id, input);
        if (name === "failover") await runFailover(deps, input as FailoverOrder);
        return answer;
      },
    },
  });
}

/** The state machine of one run, state by state. */
export async function runDrill(deps: MemoryDeps, one: DrillOrder): Promise<DrillRun> {
  const decision = await checkDrill(deps, one);
  if (decision.kind === "refuse") {
    await recordDrill(deps, { ...stepOf(one), refusedBy: decision.rule, failure: decision.reason });
    return (await showDrillReport(deps, one.runId)).run;
  }
  const { reason } = await measureDrill(deps, stepOf(one));
  await stopDrill(deps, stepOf(one));
  while ((await checkDrillEnd(deps, stepOf(one))).kind === "wait") deps.clock.advance(5_000);
  await recordDrill(deps, { ...stepOf(one), failure: reason });
  return (await showDrillReport(deps, one.runId)).run;
}
