import type { IntentRun, MadeResource, ProvisionStep } from "@skylane/core";
import type { Deps } from "../../deps.ts";
import type { DecideSteps, NextSteps } from "../provision/decide-steps.ts";
import { pollDelayMs } from "../provision/poll-delay.ts";
import { gate } from "./in-parallel.ts";
import { lookAtStep, type MakeDeps, makeStep, readyStep } from "./make-step.ts";
import { stopSignal } from "./stop-signal.ts";

/** A function has a minute; what it has begun by then goes on at the next turn. */
const TURN_MS = 30_000;
/** Beyond that it is for the workflow to wait: a function is paid for its sleep. */
const LONGEST_PAUSE_MS = 1_000;
/** Steps with a call of theirs under way at once. */
const PARALLEL_COUNT = 24;

/**
 * Works on every step that can be worked on, each at its own pace: one that becomes ready sets free what waits for it, whatever the
 * others are doing. What is made is entered in `made`. Comes back when nothing is left that is worth waiting for here, or the turn
 * is over, and no call of it is under way; then with what is to be done next. @throws what a step throws, after the others have ended
 */
export async function takeTurn(
  deps: MakeDeps & Pick<Deps, "killSwitch">,
  run: IntentRun,
  decide: DecideSteps,
  made: Map<string, MadeResource>,
): Promise<NextSteps> {
  const { clock } = deps;
  const endMs = clock.monotonicMs() + TURN_MS;
  const inTurn = gate(PARALLEL_COUNT);
  const isStopped = stopSignal(deps);
  const busy = new Map<string, Promise<void>>();
  /** When a step that was left alone is worth another try. */
  const againMs = new Map<string, number>();
  const thrown: unknown[] = [];
  let hasFailed = false;
  const isOver = () => hasFailed || thrown.length > 0 || clock.monotonicMs() >= endMs;

  /** Goes on with a step until it is ready, or the next look is too far off to be waited for. */
  const follow = async (step: ProvisionStep): Promise<void> => {
    for (;;) {
      const answer = await inTurn(() => oneCall(step));
      if (answer) made.set(step.id, answer);
      hasFailed ||= answer?.state === "failed";
      if (answer?.state === "ready" || answer?.state === "failed") return;
      const pauseMs = answer ? pollDelayMs([clock.nowMs() - (answer.orderedAtMs ?? 0)]) : Number.POSITIVE_INFINITY;
      const untilMs = clock.monotonicMs() + Math.min(pauseMs, LONGEST_PAUSE_MS);
      if (pauseMs > LONGEST_PAUSE_MS || untilMs >= endMs) {
        againMs.set(step.id, untilMs);
        return;
      }
      await clock.sleepUntil(untilMs);
      if (isOver()) return;
    }
  };
  const oneCall = async (step: ProvisionStep): Promise<MadeResource | undefined> => {
    const seen = made.get(step.id);
    if (isOver()) return seen;
    const ready = readyStep(run, step, (stepId) => made.get(stepId)?.outputs);
    return seen?.state === "ordered"
      ? lookAtStep(deps, run, ready, seen)
      : makeStep({ ...deps, isStopped }, run, ready, seen);
  };
  const start = (step: ProvisionStep): void => {
    const work = follow(step)
      .catch((error: unknown) => void thrown.push(error))
      .finally(() => busy.delete(step.id));
    busy.set(step.id, work);
  };

  for (;;) {
    const next = decide(made, new Set(busy.keys()));
    const isDue = ({ id }: ProvisionStep) => clock.monotonicMs() >= (againMs.get(id) ?? 0);
    if (!isOver() && next.failed.length === 0) [...next.observe, ...next.order].filter(isDue).forEach(start);
    if (busy.size === 0) {
      if (thrown.length > 0) throw thrown[0];
      return next;
    }
    await Promise.race(busy.values());
  }
}
