import type { FailoverPlan, PathHealthRecord, SkylaneConfig } from "@skylane/core";
import { decideFailover, type FailoverDecision } from "@skylane/engine";
import { vtySocketShell } from "../../../packages/clouds/src/onprem/vty-socket.ts";
import { capacityOf } from "../../../packages/engine/src/failover/capacity.ts";
import { fateOfVantages } from "../../../packages/engine/src/failover/quorum.ts";
import { sightings } from "../../../packages/engine/src/failover/sighting.ts";
import { askFlows } from "../../../packages/engine/src/failover/traffic.ts";
import { directSocket } from "../../../packages/runtime/src/probe/open-socket.ts";
import { socketProber } from "../../../packages/runtime/src/probe/socket-prober.ts";
import { configOf, type LabCase } from "../cases.ts";
import { vtyPathIn } from "../frr.ts";
import { machineMs, serveRole } from "../remote.ts";
import { VPN } from "../topology.ts";
import { type Move, mover } from "./mover.ts";
import { pathWatch } from "./path-watch.ts";

/** What the controller made of a fault. */
export interface Reaction {
  readonly decision: "switch" | "verify";
  readonly because: string;
  /** Monotonic: when health gave its verdict, when the router had taken the change, when its best route was the new one. */
  readonly verdictMs: number;
  readonly commandedMs: number;
  readonly changedMs: number;
}

/** What the lab asks of the controller. */
export type Controller = {
  /** Probes until both paths are up with a full window and nothing lost in it; then it watches no longer. */
  warmUp(given: { readonly labCase: LabCase }): Promise<void>;
  /** Watches at the case's own pace and moves by itself. */
  watch(given: null): void;
  /** What it did so far, and what held it back. */
  reaction(given: null): { readonly reaction: Reaction | undefined; readonly holds: readonly string[] };
  /** Once the primary is up and clean, puts back what was there before; `null` where nothing was moved. */
  failBack(given: null): Promise<{ readonly startedMs: number; readonly restoredMs: number } | null>;
};

/** One run of a case: what is watched, and what came of it. */
interface Watch {
  readonly config: SkylaneConfig;
  readonly plan: FailoverPlan;
  readonly stop: AbortController;
  readonly holds: string[];
  /** The last answer on the application's flow since the primary began to lose probes. */
  isFlowAnswered: boolean;
  /** True from the first decision to act: a second verdict on the same fault changes nothing. */
  isActing: boolean;
  reaction?: Reaction;
  move?: Move;
}

/** Four round trips of the slower path, as the shipped guard waits for a flow. */
const PATIENCE_ROUND_TRIPS = 4;

/**
 * Runs the controller on the site's router: real probes by each path's own address, health and decision by the engine,
 * the change by the on-prem actuator over bgpd's own socket. It answers what the lab asks of it.
 */
export function controller(folder: string): void {
  const { planOf, isMoved, move, restore } = mover(vtySocketShell(vtyPathIn(folder)).run);
  const prober = socketProber(directSocket);
  const paths = pathWatch(prober);
  let run: Watch | undefined;
  const theRun = (): Watch => {
    if (!run) throw new Error("nothing was warmed up");
    return run;
  };
  const areAnswered = async ({ config }: Watch, timeoutMs: number): Promise<boolean> =>
    (await askFlows(prober, config.flows, timeoutMs)).every((isAnswered) => isAnswered);

  /** The primary lost a probe: ask the flow now, so that the answer is there by the time it is needed. */
  const askFlow = async (watch: Watch, { pathId, health }: PathHealthRecord): Promise<void> => {
    if (pathId !== watch.plan.primaryPathId || health.failuresInRowCount === 0) return;
    const rttMs = paths.health.get(VPN.id)?.health.baselineRttMs ?? Number.POSITIVE_INFINITY;
    const timeoutMs = Math.min(watch.config.thresholds.probeTimeoutMs, PATIENCE_ROUND_TRIPS * rttMs);
    watch.isFlowAnswered = await areAnswered(watch, timeoutMs);
  };
  const consider = (watch: Watch, record: PathHealthRecord, because: string): void => {
    const { config, plan, isActing } = watch;
    if (isActing || record.pathId !== plan.primaryPathId) return;
    if (!config.failover.on.some((state) => state === record.health.state)) return;
    const verdictMs = machineMs();
    const decision = decide(watch, record, [...paths.health.values()]);
    watch.isActing = decision.kind !== "hold";
    if (decision.kind === "hold") watch.holds.push(decision.reason);
    else if (decision.kind === "verify") void verify(watch, decision.otherwise, because, verdictMs);
    else void act(watch, because, verdictMs);
  };
  const act = async (watch: Watch, because: string, verdictMs: number): Promise<void> => {
    watch.move = await move(watch.plan);
    const { commandedMs, changedMs } = watch.move;
    watch.reaction = { decision: "switch", because, verdictMs, commandedMs, changedMs };
  };
  /** One answer may be luck: unless as many come in a row as a proof asks for, it is moved after all. */
  const verify = async (
    watch: Watch,
    otherwise: FailoverDecision,
    because: string,
    verdictMs: number,
  ): Promise<void> => {
    const { failover, thresholds } = watch.config;
    for (let round = 0; round < failover.proofRequestCount; round += 1) {
      if (await areAnswered(watch, thresholds.probeTimeoutMs)) continue;
      if (otherwise.kind === "switch") return await act(watch, because, verdictMs);
      watch.holds.push(otherwise.kind === "hold" ? otherwise.reason : "not repaired by routing");
      return;
    }
    watch.reaction = { decision: "verify", because, verdictMs, commandedMs: verdictMs, changedMs: verdictMs };
  };

  const answers: Controller = {
    warmUp: async ({ labCase }) => {
      const config = configOf(labCase);
      run?.stop.abort();
      paths.health.clear();
      await paths.fillWindows(config);
      const plan = planOf(config);
      if (await isMoved(plan)) throw new Error("the traffic is on the VPN before anything has happened");
      const stop = new AbortController();
      run = { config, plan, stop, holds: [], isFlowAnswered: false, isActing: false };
    },
    watch: () => {
      const watch = theRun();
      void paths.probe(watch.config, watch.config.thresholds.probeIntervalMs, watch.stop.signal, (record, change) => {
        void askFlow(watch, record);
        if (change) consider(watch, record, change.because);
      });
    },
    reaction: () => ({ reaction: theRun().reaction, holds: theRun().holds }),
    failBack: async () => {
      const watch = theRun();
      watch.stop.abort();
      await paths.fillWindows(watch.config);
      if (!watch.move) return null;
      const startedMs = machineMs();
      await restore(watch.plan, watch.move.preImages);
      return { startedMs, restoredMs: machineMs() };
    },
  };
  serveRole(answers);
}

function decide(watch: Watch, record: PathHealthRecord, records: readonly PathHealthRecord[]): FailoverDecision {
  const { config, plan, isFlowAnswered } = watch;
  const { pathId, vantageId, health } = record;
  const [group] = config.groups;
  const nowMs = Date.now();
  const trigger = { kind: "path-state", pathId, vantageId, state: health.state, epoch: health.epoch } as const;
  return decideFailover({
    nowMs,
    order: { kind: "path-state", orderedAtMs: nowMs },
    plan,
    automation: group?.automation ?? "observe",
    settings: config.failover,
    isStopped: false,
    sightings: sightings(records, trigger, nowMs, { nowMs, thresholds: config.thresholds }),
    fates: fateOfVantages(config),
    capacity: group ? capacityOf(group, config, new Map()) : [],
    history: [],
    // Asked of a dead path alone, as the shipped guard does: through a lossy one a request gets by luck.
    isRepairedByRouting: health.state === "down" && isFlowAnswered,
  });
}
