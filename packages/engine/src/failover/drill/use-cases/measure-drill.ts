import type { ActiveDrill, Drill, DrillRun, Incident } from "@skylane/core";
import { failoverError } from "../../errors.ts";
import type { FailoverOrder } from "../../order.ts";
import { readKillSwitch } from "../../use-cases/read-kill-switch.ts";
import { withNote } from "../close-run.ts";
import type { DrillStep } from "../drill-step.ts";
import { isBeyondSlo, isWhole, measurementOf, type Round } from "../measuring.ts";
import { openRounds, type Rounds } from "./ask-round.ts";
import { findDrill, findGroup, loadHeld, type RunningDeps } from "./load-run.ts";

const ROUND_MS = 200;
/** How often the kill switch and the move are looked at. */
const LOOK_MS = 1_000;
/** What is left of the mandatory end to come back in. */
const RETURN_MS = 60_000;
const FAILED_MOVES: readonly Incident["status"][] = ["refused", "rolled-back", "needs-human"];

/**
 * Orders the fault or the move while requests run on the group's flows, and measures until traffic has held on the backup. Stops
 * early where the drill costs more than its SLO, where the kill switch is on, and where it was broken off before: a measurement
 * cannot be taken up again. Stores what it saw in the run. @throws ERR_DRILL_MISSING, ERR_DRILL_ENDED, and what the cloud says
 */
export async function measureDrill(deps: RunningDeps, step: DrillStep): Promise<{ readonly reason: string }> {
  const { run, active } = await loadHeld(deps, step);
  const drill = findDrill(deps, run.drillId);
  if (active.faultAtMs !== undefined)
    return breakOff(deps, run, "the measurement was broken off, and it cannot be taken up again");
  if ((await readKillSwitch(deps)) !== false) return breakOff(deps, run, "the kill switch is on, or cannot be read");
  const proofFlowIds = (await deps.plans.find(step.groupId))?.proofFlowIds ?? [];
  const flows = deps.config.flows.filter(({ id }) => proofFlowIds.includes(id));
  const rounds = await openRounds(deps, findGroup(deps, step.groupId), flows);
  if (flows.length === 0) return breakOff(deps, run, "no flow of the group is declared, so nothing can be measured");
  if (!isWhole(await rounds.ask())) return breakOff(deps, run, "not all flows were answered before anything was done");

  const faultAtMs = deps.clock.nowMs();
  const marked = await deps.activeDrills.put({ ...active, faultAtMs }, active);
  if (!marked)
    throw failoverError("ERR_DRILL_ENDED", `drill ${run.runId} was ended by another; nothing was changed`, { ...step });
  const seen = await watch(deps, drill, marked, rounds);
  const measured = measurementOf({
    rounds: seen.rounds,
    faultAtMs,
    fromPathId: active.fromPathId,
    toPathId: active.toPathId,
    flowIds: proofFlowIds,
    provingCount: deps.config.failover.proofRequestCount,
  });
  const what = drill.kind === "official" ? "official test started" : "move ordered";
  const noted = withNote(withNote({ ...run, measured }, faultAtMs, what), deps.clock.nowMs(), told(measured));
  if (seen.reason) return breakOff(deps, noted, seen.reason);
  await deps.drills.save({ run: noted });
  deps.log.info("drill measured", { runId: run.runId, groupId: run.groupId, rtoMs: measured.rtoMs });
  return { reason: "" };
}

const told = ({ sentCount, lostCount, rtoMs }: NonNullable<DrillRun["measured"]>): string =>
  `${lostCount} of ${sentCount} requests lost; ${rtoMs === undefined ? "traffic was not seen on the backup" : `${rtoMs} ms without an answer`}`;

async function breakOff(deps: RunningDeps, run: DrillRun, reason: string): Promise<{ readonly reason: string }> {
  await deps.drills.save({ run: withNote({ ...run, reason }, deps.clock.nowMs(), `broken off: ${reason}`) });
  deps.log.warn("drill broken off", { runId: run.runId, groupId: run.groupId, reason });
  return { reason };
}

interface Watched {
  readonly rounds: readonly Round[];
  /** Why it was broken off; empty = it was not. */
  readonly reason: string;
}

/** Rounds from just before the order until there is nothing more to learn, or too much is lost. */
async function watch(deps: RunningDeps, drill: Drill, active: ActiveDrill, asking: Rounds): Promise<Watched> {
  const rounds: Round[] = [];
  let failure = "";
  const ordering = begin(deps, drill, active).catch((error: unknown) => {
    failure = error instanceof Error ? error.message : String(error);
  });
  let lookedAtMs = deps.clock.nowMs();
  for (;;) {
    const roundMs = deps.clock.monotonicMs();
    rounds.push(await asking.ask());
    const nowMs = deps.clock.nowMs();
    if (failure) return { rounds, reason: failure };
    if (isBeyondSlo(rounds, drill.abort)) return { rounds, reason: "more was lost than the drill may cost" };
    if (nowMs - lookedAtMs >= LOOK_MS) {
      lookedAtMs = nowMs;
      const reason = await whyStop(deps, active);
      if (reason) return { rounds, reason };
    }
    if (hasHeld(deps, drill, active, rounds) || nowMs >= active.endsAtMs - RETURN_MS) break;
    await deps.clock.sleepUntil(roundMs + ROUND_MS);
  }
  await ordering;
  return { rounds, reason: failure };
}

/** Orders what takes the path away; ordered twice it is the same. */
async function begin(deps: RunningDeps, drill: Drill, active: ActiveDrill): Promise<void> {
  const { target, groupId, incidentId, fromPathId } = active;
  if (target) {
    const durationMinutes = Math.ceil(drill.maxDurationMs / 60_000);
    await deps.faultTests.test(target.test).start(target.settings, durationMinutes);
  } else if (incidentId) {
    const trigger = { kind: "manual", pathId: fromPathId } as const;
    const order: FailoverOrder = { incidentId, groupId, trigger, orderedAtMs: deps.clock.nowMs() };
    await deps.workflows.start("failover", incidentId, order);
  }
}

async function whyStop(deps: RunningDeps, { incidentId }: ActiveDrill): Promise<string> {
  const [isStopped, incident] = await Promise.all([
    readKillSwitch(deps),
    incidentId && deps.incidents.find(incidentId),
  ]);
  if (isStopped !== false) return "the kill switch is on, or cannot be read";
  if (incident && FAILED_MOVES.includes(incident.status))
    return `the move is ${incident.status}: ${incident.reason ?? "no reason given"}`;
  return "";
}

/** True once traffic has been on the backup for as long as the drill wants to see it there. */
function hasHeld(deps: RunningDeps, drill: Drill, active: ActiveDrill, rounds: readonly Round[]): boolean {
  const { firstOnBackupAtMs } = measurementOf({
    rounds,
    faultAtMs: active.faultAtMs ?? active.begunAtMs,
    fromPathId: active.fromPathId,
    toPathId: active.toPathId,
    flowIds: [],
    provingCount: deps.config.failover.proofRequestCount,
  });
  return firstOnBackupAtMs !== undefined && deps.clock.nowMs() - firstOnBackupAtMs >= drill.holdMs;
}
