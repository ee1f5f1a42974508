import type { IntentRun, MadeResource, ProvisionStep } from "@skylane/core";
import { IntentId } from "@skylane/core";
import * as z from "zod";
import type { Deps } from "../../deps.ts";
import { decideSteps } from "../provision/decide-steps.ts";
import { pollDelayMs } from "../provision/poll-delay.ts";
import { inParallel } from "./in-parallel.ts";
import { aboutRun, inPhase, saveRun } from "./load-run.ts";
import { lookAtStep, type MakeDeps, makeStep, readyStep } from "./make-step.ts";

/** Input of the steps of the workflow `provision`. */
export const ProvisionOrder = z.strictObject({ runId: IntentId });
export type ProvisionOrder = z.infer<typeof ProvisionOrder>;

type AdvanceDeps = MakeDeps & Pick<Deps, "intents" | "publisher">;

/** What the workflow does next. */
export type Advance =
  | { readonly kind: "wait"; readonly seconds: number }
  | { readonly kind: "prove" }
  | { readonly kind: "undo"; readonly reason: string };

/** A function has a minute; what it has begun by then goes on at the next turn. */
const TURN_MS = 30_000;
/** Beyond that it is for the workflow to wait: a function is paid for its sleep. */
const LONGEST_PAUSE_MS = 1_000;
const PARALLEL_COUNT = 24;
/** More than this times what the clouds typically take, and half an hour, is not worth waiting for. */
const OVERDUE_FACTOR = 3;
const OVERDUE_FLOOR_MS = 1_800_000;

/**
 * One turn of a run: looks at what is under way, orders what can be, and goes on with what that has set free, until there is
 * nothing but to wait. It decides from the plan and the record alone, so that it may be repeated, or broken off, anywhere.
 */
export async function advanceProvisioning(deps: AdvanceDeps, { runId }: ProvisionOrder): Promise<Advance> {
  const { clock } = deps;
  const run = await begin(deps, runId);
  // all was ready in another Region, or before a process died
  if (run.status === "proving") return { kind: "prove" };
  if (run.status !== "provisioning" || !run.plan)
    return { kind: "undo", reason: run.failure ?? "somebody has taken it back" };
  const { steps, expectedDurationMs } = run.plan;
  const made = new Map((await deps.made.list(runId)).map((one) => [one.stepId, one]));
  const before = readyIds(made);
  const endMs = clock.monotonicMs() + TURN_MS;
  const looked = new Set<string>();
  for (;;) {
    const next = decideSteps(steps, made);
    const [failed] = next.failed;
    if (failed)
      return { kind: "undo", reason: `${failed.stepId} could not be made: ${failed.reason ?? "no reason given"}` };
    if (next.isAllReady) {
      await tell(deps, run, made, before);
      return { kind: "prove" };
    }
    if (clock.monotonicMs() >= endMs) break;
    const due = [...next.observe, ...next.order].filter(({ id }) => !looked.has(id));
    if (due.length === 0) {
      // what is young is looked at again within the turn: a second of waiting is long for what takes less
      const pauseMs = pollDelayMs(elapsedOf(made, clock.nowMs()));
      if (pauseMs > LONGEST_PAUSE_MS) break;
      await clock.sleepUntil(clock.monotonicMs() + pauseMs);
      looked.clear();
      continue;
    }
    const answers = await inParallel(due, PARALLEL_COUNT, (step) => oneStep(deps, run, step, made));
    for (const [i, answer] of answers.entries()) {
      const { id } = due[i] as ProvisionStep;
      looked.add(id);
      if (answer) made.set(id, answer);
    }
  }
  await tell(deps, run, made, before);
  const sinceMs = clock.nowMs() - (run.phases.at(-1)?.startedAtMs ?? clock.nowMs());
  if (sinceMs > expectedDurationMs * OVERDUE_FACTOR + OVERDUE_FLOOR_MS)
    return { kind: "undo", reason: `it is not done after ${Math.round(sinceMs / 60_000)} minutes` };
  return { kind: "wait", seconds: Math.ceil(pollDelayMs(elapsedOf(made, clock.nowMs())) / 1_000) };
}

/** The run, marked as being provisioned the first time. */
const begin = ({ intents, clock }: Pick<Deps, "intents" | "clock">, runId: string): Promise<IntentRun> =>
  saveRun({ intents }, runId, (run) =>
    run.status === "approved"
      ? { ...run, status: "provisioning", phases: inPhase(run.phases, "provision", clock.nowMs()) }
      : run,
  );

function oneStep(deps: AdvanceDeps, run: IntentRun, step: ProvisionStep, made: ReadonlyMap<string, MadeResource>) {
  const ready = readyStep(run, step, (stepId) => made.get(stepId)?.outputs);
  const seen = made.get(step.id);
  return seen && seen.state !== "planned" ? lookAtStep(deps, run, ready, seen) : makeStep(deps, run, ready, seen);
}

const readyIds = (made: ReadonlyMap<string, MadeResource>): ReadonlySet<string> =>
  new Set([...made.values()].filter(({ state }) => state === "ready").map(({ stepId }) => stepId));

const elapsedOf = (made: ReadonlyMap<string, MadeResource>, nowMs: number): readonly number[] =>
  [...made.values()]
    .filter(({ state }) => state === "ordered" || state === "ordering")
    .map(({ orderedAtMs }) => nowMs - (orderedAtMs ?? nowMs));

/** Says once a turn what has become ready. Who asks twice gets the same event twice, with one id. */
async function tell(
  { publisher, log }: Pick<Deps, "publisher" | "log">,
  run: IntentRun,
  made: ReadonlyMap<string, MadeResource>,
  before: ReadonlySet<string>,
): Promise<void> {
  const ready = readyIds(made);
  const stepIds = [...ready].filter((id) => !before.has(id));
  if (stepIds.length === 0) return;
  await publisher.publish([
    {
      type: "intent.step-completed.v1",
      subject: run.id,
      epoch: run.askedAtMs,
      seq: ready.size,
      data: { ...aboutRun(run), stepIds, readyCount: ready.size, stepCount: run.plan?.steps.length ?? 0 },
    },
  ]);
  log.info("steps ready", { runId: run.id, readyCount: ready.size, stepCount: run.plan?.steps.length });
}
