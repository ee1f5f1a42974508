import type {
  EventDraft,
  Path,
  PathHealthRecord,
  ProbeEvidence,
  ProbeRound,
  Prober,
  ProbeSample,
  SkylaneConfig,
} from "@skylane/core";
import { PROBE_SPREAD_RATIO } from "@skylane/core";
import type { Deps } from "../../deps.ts";
import type { HealthChange } from "../next-path-health.ts";
import { median, nextPathHealth, unseenPath } from "../next-path-health.ts";

/** One burst of one vantage: the slot it was scheduled for and when to stop. */
export interface ProbeBurst {
  readonly vantageId: string;
  /** Start of its minute, wall clock. */
  readonly slotMs: number;
}

/** What a burst saw, for its one log line. */
export interface BurstSummary {
  readonly vantageId: string;
  readonly sampleCount: number;
  readonly lostCount: number;
  readonly changeCount: number;
}

type BurstDeps = Pick<Deps, "config" | "clock" | "ids" | "prober" | "publisher" | "health" | "log">;

/** A timer that is later says that this process stood still: a collection of garbage on a part of a CPU, or no turn of it. */
const STOOD_STILL_MS = 10;

/** Enough to show what a change of state rests on. */
const TOLD_SAMPLES = 10;

/** When in the interval it is stored what was seen: most answers have come, and no probe is sent for as long as that takes. */
const SAVE_RATIO = 0.76;

/**
 * Probes every path of a vantage once per interval until the slot's burst time is over, or `signal` ends it early. A change
 * of state is published at once and then saved; the snapshot of all paths is published at the end, early or not. It times
 * itself by the monotonic clock: where that says that the process stood still, a probe that was under way, or began late together with others,
 * counts as answered and its round trip as not measured.
 */
export async function runProbeBurst(deps: BurstDeps, burst: ProbeBurst, signal?: AbortSignal): Promise<BurstSummary> {
  const { thresholds } = deps.config;
  const paths = pathsOf(deps.config, burst.vantageId);
  const records = new Map<string, PathHealthRecord>();
  for (const record of await deps.health.list(burst.vantageId)) records.set(record.pathId, record);

  const startMs = deps.clock.monotonicMs();
  const endMs = startMs + Math.max(0, burst.slotMs + thresholds.burstMs - deps.clock.nowMs());
  const tally = { sampleCount: 0, lostCount: 0, changeCount: 0 };
  const answers = new Map<string, ProbeEvidence[]>(paths.map(({ id }) => [id, []]));
  const inFlight = new Set<Promise<void>>();
  const seen = (): PathHealthRecord[] => paths.flatMap((path) => records.get(path.id) ?? []);
  const goOnWith = (work: Promise<void>): void => {
    const one = work.finally(() => inFlight.delete(one));
    inFlight.add(one);
  };
  const spacingMs = (thresholds.probeIntervalMs * PROBE_SPREAD_RATIO) / Math.max(1, paths.length);
  const stops: Stops = { count: 0, leftOut: new Set() };
  let savedMs = startMs;
  for (let tickMs = startMs; tickMs < endMs && !signal?.aborted; tickMs += thresholds.probeIntervalMs) {
    for (const [i, path] of paths.entries()) {
      const dueMs = tickMs + i * spacingMs;
      if (!(await reaches(deps.clock, dueMs, signal))) break;
      const isLate = deps.clock.monotonicMs() - dueMs > STOOD_STILL_MS;
      if (isLate) stops.count += 1;
      goOnWith(probeOnce(deps, path, records, tally, answers, timedUnlessHeldUp(deps.prober, path.id, stops, isLate)));
    }
    if (paths.length === 0 && !(await reaches(deps.clock, tickMs, signal))) break;
    if (tickMs - savedMs >= thresholds.saveIntervalMs) {
      savedMs = tickMs;
      if (!(await reaches(deps.clock, tickMs + thresholds.probeIntervalMs * SAVE_RATIO, signal))) break;
      goOnWith(saveMeanwhile(deps, burst.vantageId, seen()));
    }
  }
  await Promise.all(inFlight);

  await deps.health.saveAll(burst.vantageId, seen());
  await deps.publisher.publish([snapshot(burst, tally, seen(), roundsOf(answers))]);
  const summary = { vantageId: burst.vantageId, ...tally };
  deps.log.info("probe burst done", summary);
  return summary;
}

/** For who looks meanwhile: the end of the burst stores it again, and probes must not wait for a table. */
async function saveMeanwhile(
  { health, log }: BurstDeps,
  vantageId: string,
  records: readonly PathHealthRecord[],
): Promise<void> {
  try {
    await health.saveAll(vantageId, records);
  } catch (error) {
    log.warn("health not saved meanwhile", { vantageId, error });
  }
}

/** Waits for a tick; false if the burst is to end before it. */
async function reaches(clock: Deps["clock"], tickMs: number, signal: AbortSignal | undefined): Promise<boolean> {
  try {
    await clock.sleepUntil(tickMs, signal);
  } catch (error) {
    if (!signal?.aborted) throw error;
  }
  return signal?.aborted !== true;
}

const pathsOf = (config: SkylaneConfig, vantageId: string): readonly Path[] =>
  config.groups.flatMap((group) => group.paths).filter((path) => path.probe.vantageId === vantageId);

/** How often the process stood still in this burst, and the paths whose last round trip was left out for it. */
interface Stops {
  count: number;
  readonly leftOut: Set<string>;
}

/**
 * A prober whose answer has no round trip if the process stood still meanwhile, or does from the start; never twice in a row for a path: who is
 * always late measures what it can.
 */
const timedUnlessHeldUp = (prober: Prober, pathId: string, stops: Stops, isLate: boolean): Prober => ({
  async probe(request) {
    const before = stops.count;
    const answer = await prober.probe(request);
    const wasLeftOut = stops.leftOut.delete(pathId);
    if (wasLeftOut || (!isLate && stops.count === before)) return answer;
    stops.leftOut.add(pathId);
    return { outcome: answer.outcome };
  },
});

type Tally = { sampleCount: number; lostCount: number; changeCount: number };

async function probeOnce(
  deps: BurstDeps,
  path: Path,
  records: Map<string, PathHealthRecord>,
  tally: Tally,
  answers: ReadonlyMap<string, ProbeEvidence[]>,
  prober: Prober,
): Promise<void> {
  const atMs = deps.clock.nowMs();
  const { vantageId, ...target } = path.probe;
  const answer = await prober.probe({ ...target, timeoutMs: deps.config.thresholds.probeTimeoutMs });
  const sample: ProbeSample = { pathId: path.id, vantageId, atMs, ...answer };
  const answered = answers.get(path.id) ?? [];
  answered.push({ atMs, ...answer });
  tally.sampleCount += 1;
  if (answer.outcome !== "ok") tally.lostCount += 1;

  const before = records.get(path.id)?.health ?? unseenPath(atMs);
  const { health, change } = nextPathHealth(before, sample, deps.config.thresholds);
  const record: PathHealthRecord = { pathId: path.id, vantageId, health, sampledAtMs: atMs };
  records.set(path.id, record);
  if (!change) return;

  tally.changeCount += 1;
  // each change begins a trace: of two in a burst, one may be the end of a move and the other the sign for it
  const traceparent = deps.ids.traceparent();
  const [, traceId, spanId] = traceparent.split("-");
  deps.log.info("path state changed", { pathId: path.id, vantageId, ...change, traceId, spanId });
  try {
    const samples = answered.slice(-TOLD_SAMPLES);
    await deps.publisher.publish([{ ...stateChanged(record, change, samples), traceparent }]);
    await deps.health.save([record]);
  } catch (error) {
    // Not told is not happened: forget the change, so that the next sample brings it up again.
    records.set(path.id, { ...record, health: before });
    deps.log.error("path state change not published", { pathId: path.id, vantageId, to: change.to, error });
  }
}

/** One round for each path about which the vantage could ask. */
const roundsOf = (answers: ReadonlyMap<string, readonly ProbeEvidence[]>): ProbeRound[] =>
  [...answers].flatMap(([pathId, all]) => {
    const said = all.filter(({ outcome }) => outcome !== "vantage-error");
    const rttsMs = said.flatMap(({ rttMs }) => rttMs ?? []);
    if (said.length === 0) return [];
    const lostCount = said.filter(({ outcome }) => outcome !== "ok").length;
    return [
      {
        pathId: pathId as ProbeRound["pathId"],
        sentCount: said.length,
        lostCount,
        ...(rttsMs.length > 0 && { rttP50Ms: median(rttsMs) }),
      },
    ];
  });

function stateChanged(
  { pathId, vantageId, health }: PathHealthRecord,
  change: HealthChange,
  samples: ProbeEvidence[],
): EventDraft<"health.path-state-changed.v1"> {
  return {
    type: "health.path-state-changed.v1",
    subject: pathId,
    epoch: health.epoch,
    seq: 0,
    data: { pathId, vantageId, ...change, sinceMs: health.sinceMs, epoch: health.epoch, samples },
    idempotencyKey: `${vantageId}:${pathId}:${health.epoch}:${change.to}`,
  };
}

function snapshot(
  burst: ProbeBurst,
  tally: Tally,
  paths: readonly PathHealthRecord[],
  rounds: ProbeRound[],
): EventDraft<"health.snapshot-taken.v1"> {
  return {
    type: "health.snapshot-taken.v1",
    subject: burst.vantageId,
    epoch: burst.slotMs,
    seq: 0,
    data: {
      vantageId: burst.vantageId as PathHealthRecord["vantageId"],
      slotMs: burst.slotMs,
      sampleCount: tally.sampleCount,
      lostCount: tally.lostCount,
      paths: [...paths],
      rounds,
    },
  };
}
