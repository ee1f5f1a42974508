import type { IntentRun, MadeResource, ProvisionStep } from "@skylane/core";
import { IntentId, SkylaneError } from "@skylane/core";
import * as z from "zod";
import type { Deps } from "../../deps.ts";
import { decideRemovals, stepsToRemove } from "../provision/decide-removals.ts";
import { lockOf } from "../provision/decide-steps.ts";
import { pollDelayMs } from "../provision/poll-delay.ts";
import { secretsIn } from "../references.ts";
import { inParallel } from "./in-parallel.ts";
import { inPhase, loadRun, saveRun } from "./load-run.ts";
import { readyStep } from "./make-step.ts";

/** Input of the step that takes back: why, where something failed. */
export const WithdrawOrder = z.strictObject({ runId: IntentId, failure: z.string().max(10_000).default("") });
export type WithdrawOrder = z.infer<typeof WithdrawOrder>;

type WithdrawDeps = Pick<
  Deps,
  "built" | "clock" | "intents" | "leases" | "log" | "made" | "plans" | "provisioning" | "vault"
>;

/** What the workflow does next: wait, or end; `leftStepIds` = what could not be taken away. */
export type Withdrawal =
  | { readonly kind: "wait"; readonly seconds: number }
  | { readonly kind: "done"; readonly leftStepIds: readonly string[] };

const UNDER_WAY: ReadonlySet<IntentRun["status"]> = new Set(["approved", "provisioning", "proving"]);
const TURN_MS = 30_000;
const FIRST_PAUSE_MS = 150;
const LONGEST_PAUSE_MS = 1_000;
const PARALLEL_COUNT = 24;
/** As often as a cloud may refuse to take something away before a person must look. */
const MAX_ATTEMPTS = 60;
/** What does not answer, a Region that is lost too, is waited for that long: nobody has refused anything. */
const AWAY_MS = 86_400_000;
/** It is not asked more seldom than that, so that the run ends soon after it is back. */
const LONGEST_AWAY_PAUSE_MS = 600_000;

/**
 * One turn of taking back: the last made first, and nothing that something else still needs. What was there before us stays, or is
 * put back as it was; what another run uses too stays with that run. The kill switch does not stop it: it only takes away.
 */
export async function withdrawProvisioning(deps: WithdrawDeps, { runId, failure }: WithdrawOrder): Promise<Withdrawal> {
  const { clock } = deps;
  const run = await begin(deps, runId, failure);
  if (run.status !== "undoing") return { kind: "done", leftStepIds: [] };
  const steps = stepsToRemove(run.plan?.steps ?? [], new Set(run.undoneIntentIds));
  const made = new Map((await deps.made.list(runId)).map((one) => [one.stepId, one]));
  const endMs = clock.monotonicMs() + TURN_MS;
  let pauseMs = FIRST_PAUSE_MS;
  const looked = new Set<string>();
  for (;;) {
    const { remove, isAllGone } = decideRemovals(steps, made);
    if (isAllGone) return { kind: "done", leftStepIds: [] };
    const open = remove.filter(({ id }) => !isGivenUp(made.get(id), clock.nowMs()));
    if (open.length === 0) return { kind: "done", leftStepIds: leftOf(steps, made) };
    const due = open.filter(({ id }) => !looked.has(id));
    const away = open.flatMap(({ id }) => made.get(id)?.awaySinceMs ?? []);
    const isNobodyThere = due.length === 0 && away.length === open.length;
    if (clock.monotonicMs() >= endMs || isNobodyThere || (due.length === 0 && pauseMs > LONGEST_PAUSE_MS)) {
      const pace = isNobodyThere ? away : [run.phases.at(-1)?.startedAtMs ?? clock.nowMs()];
      return { kind: "wait", seconds: secondsUntil(pace, clock.nowMs(), isNobodyThere) };
    }
    if (due.length === 0) {
      await clock.sleepUntil(clock.monotonicMs() + pauseMs);
      pauseMs *= 2;
      for (const { id } of open) if (made.get(id)?.awaySinceMs === undefined) looked.delete(id);
      continue;
    }
    const answers = await inParallel(due, PARALLEL_COUNT, (step) => removeStep(deps, run, step, made));
    for (const [i, answer] of answers.entries()) {
      const { id } = due[i] as ProvisionStep;
      looked.add(id);
      made.set(id, answer);
    }
  }
}

/** The longer it lasts the later; seconds. */
const secondsUntil = (sinceMs: readonly number[], nowMs: number, isAway: boolean): number =>
  Math.ceil(
    pollDelayMs(
      sinceMs.map((ms) => nowMs - ms),
      isAway ? LONGEST_AWAY_PAUSE_MS : undefined,
    ) / 1_000,
  );

/**
 * The run, marked as being undone: all of it where it has failed, else what somebody wants undone. One that has ended, and of which
 * nobody wants anything undone, stays: an execution that was asleep while another has carried it through takes nothing away.
 */
async function begin(deps: WithdrawDeps, runId: string, failure: string): Promise<IntentRun> {
  const isStaying = ({ status, undoneIntentIds }: IntentRun): boolean =>
    status === "undoing" || (!UNDER_WAY.has(status) && undoneIntentIds.length === 0);
  const before = await loadRun(deps, runId);
  if (!isStaying(before)) await stopLooking(deps, before.id);
  return saveRun(deps, runId, (run) => {
    if (isStaying(run)) return run;
    return {
      ...run,
      status: "undoing",
      phases: inPhase(run.phases, "undo", deps.clock.nowMs()),
      undoneIntentIds: run.undoneIntentIds.length > 0 ? run.undoneIntentIds : run.intents.map(({ id }) => id),
      ...(failure !== "" && { failure: failure.slice(0, 2_000) }),
    };
  });
}

/** Nobody is woken for a path that is taken away: its groups go before the first object does; those that still stand come back at the end. */
async function stopLooking({ built, plans }: WithdrawDeps, runId: string): Promise<void> {
  for (const { group } of (await built.list()).filter((one) => one.runId === runId)) {
    await built.removeGroup(group.id);
    await plans.remove(group.id);
  }
}

async function removeStep(
  deps: WithdrawDeps,
  run: IntentRun,
  step: ProvisionStep,
  made: ReadonlyMap<string, MadeResource>,
): Promise<MadeResource> {
  const seen = made.get(step.id) as MadeResource;
  const lease = `provision/${lockOf(step)}`;
  if (!(await deps.leases.acquire(lease, run.id)).isHeld) return seen;
  // first it is written that it shall go: of two runs that leave one object at once, each sees that of the other
  const going: MadeResource = {
    ...seen,
    state: "removing",
    attemptCount: seen.state === "removing" ? seen.attemptCount + 1 : 1,
  };
  await deps.made.put(run.id, going);
  const next = await withoutSecrets(deps, step, await attempt(deps, run, step, going, made));
  await deps.made.put(run.id, next);
  await deps.leases.release(lease, run.id);
  return next;
}

/** What is gone, with its keys; while one of them cannot be taken away it counts as not gone yet, and the others go on. */
async function withoutSecrets(deps: WithdrawDeps, step: ProvisionStep, gone: MadeResource): Promise<MadeResource> {
  if (gone.state !== "removed") return gone;
  try {
    for (const secret of secretsIn(step.desired)) await deps.vault.remove(secret);
    return gone;
  } catch (error) {
    return refused(deps, gone, error);
  }
}

async function attempt(
  deps: WithdrawDeps,
  run: IntentRun,
  step: ProvisionStep,
  going: MadeResource,
  made: ReadonlyMap<string, MadeResource>,
): Promise<MadeResource> {
  if (going.wasThere && going.before === null) return { ...going, state: "removed" };
  const others = (await deps.made.claimsOn(step.key)).filter(
    ({ runId, made: { state } }) => runId !== run.id && !["planned", "removing", "removed"].includes(state),
  );
  if (others.length > 0)
    return { ...going, state: "removed", reason: `kept: ${others.map(({ runId }) => runId).join(", ")} uses it` };
  try {
    const provisioner = deps.provisioning.provisioner(step.resource);
    const ready = readyStep(run, step, (stepId) => made.get(stepId)?.outputs);
    // a process may have died between the call and its record: what is ours by its tags is ours
    const isKnown = Object.keys(going.ids).length > 0 || going.before !== null;
    const ids = isKnown ? going.ids : await idsOfOurs(provisioner, ready);
    if (ids === undefined) return { ...going, state: "removed" };
    if ((await provisioner.remove(ready, { ids, before: going.before })) === "removed")
      return { ...going, ids, state: "removed" };
    const { awaySinceMs: _, ...answered } = going;
    return { ...answered, ids, state: "removing" };
  } catch (error) {
    if (error instanceof SkylaneError && error.kind === "not-found") return { ...going, state: "removed" };
    return refused(deps, going, error);
  }
}

/** What stays for now, and why. Nobody's answer is no refusal: it is waited for, and not counted. */
function refused({ clock, log }: WithdrawDeps, made: MadeResource, error: unknown): MadeResource {
  if (!(error instanceof SkylaneError)) throw error;
  log.warn("step not taken back", { stepId: made.stepId, code: error.code, attemptCount: made.attemptCount });
  const { awaySinceMs = clock.nowMs(), ...seen } = made;
  const left = { ...seen, state: "removing" as const, reason: `${error.code}: ${error.message}`.slice(0, 1_000) };
  return error.kind === "unavailable"
    ? { ...left, attemptCount: Math.max(0, seen.attemptCount - 1), awaySinceMs }
    : left;
}

async function idsOfOurs(
  provisioner: ReturnType<Deps["provisioning"]["provisioner"]>,
  step: ReturnType<typeof readyStep>,
): Promise<Readonly<Record<string, string>> | undefined> {
  const there = await provisioner.observe(step);
  return there?.isOurs === true ? there.ids : undefined;
}

const isGivenUp = (made: MadeResource | undefined, nowMs: number): boolean =>
  made?.state === "removing" && (made.attemptCount >= MAX_ATTEMPTS || nowMs - (made.awaySinceMs ?? nowMs) >= AWAY_MS);

const leftOf = (steps: readonly ProvisionStep[], made: ReadonlyMap<string, MadeResource>): readonly string[] =>
  steps.map(({ id }) => id).filter((id) => !["planned", "removed", undefined].includes(made.get(id)?.state));
