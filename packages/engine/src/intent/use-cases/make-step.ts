import type {
  IntentRun,
  MadeResource,
  ObservedResource,
  Provisioner,
  ProvisionStep,
  ResolvedStep,
} from "@skylane/core";
import { chargesOf, SkylaneError } from "@skylane/core";
import type { Deps } from "../../deps.ts";
import { intentError } from "../errors.ts";
import { lockOf } from "../provision/decide-steps.ts";
import { type OutputsOf, resolved, secretsIn } from "../references.ts";

export type MakeDeps = Pick<Deps, "clock" | "leases" | "log" | "made" | "provisioning" | "vault">;

const TAG_LENGTH = 256;
/** As often as a cloud may say "busy" before it counts as a refusal; what does not answer is waited for as long as the run may last. */
const MAX_ATTEMPTS = 40;

/** A step ready to be sent: references replaced, and marked with whom it is for. @throws ERR_STEP_FAILED if an output is missing */
export function readyStep(run: IntentRun, step: ProvisionStep, outputsOf: OutputsOf): ResolvedStep {
  const desired = resolved(step.desired, outputsOf);
  if (desired === undefined)
    throw intentError("ERR_STEP_FAILED", `step ${step.id} refers to what an earlier step did not put out`, {
      stepId: step.id,
    });
  return {
    ...step,
    desired,
    tags: { "skylane:run": run.id, "skylane:step": step.id, ...chargeTags(run, step) },
  };
}

/** Whose an object is, and who pays; of an object that connections of several need, all of them. */
function chargeTags(run: IntentRun, step: ProvisionStep): Readonly<Record<string, string>> {
  const charges = chargesOf(run, step.intentIds);
  const costCentres = charges.flatMap(({ costCentre }) => costCentre ?? []);
  return {
    "skylane:owner": together(charges.map(({ owner }) => owner)),
    ...(costCentres.length > 0 && { "skylane:cost-centre": together(costCentres) }),
  };
}

/** Several values in one tag, no longer than AWS and Azure take it. */
function together(values: readonly string[]): string {
  const all = [...new Set(values.map(tagValue))].sort();
  let text = all[0] ?? "";
  for (const [i, one] of all.slice(1).entries()) {
    if (text.length + one.length > TAG_LENGTH - 20) return `${text} + ${all.length - 1 - i} more`;
    text += ` + ${one}`;
  }
  return text.slice(0, TAG_LENGTH);
}

/** A text as every cloud takes it for a tag. @see https://docs.amazonaws.cn/en_us/batch/latest/userguide/tag-restrictions.html (read 2026-11) */
const tagValue = (text: string): string => text.replaceAll(/[^\p{L}\p{N} +\-=._:/@]/gu, "_");

/**
 * Orders one object, or goes on with one that was being ordered when a process died. What was there before is written down before
 * the first call, so that what came after is known to be ours. Nothing is ordered while `isStopped`, or while another run changes
 * the same thing.
 */
export async function makeStep(
  deps: MakeDeps & { readonly isStopped: () => Promise<boolean> },
  run: IntentRun,
  step: ResolvedStep,
  seen: MadeResource | undefined,
) {
  const { isStopped, leases, made, provisioning, vault } = deps;
  if (await isStopped()) return seen;
  if (!(await leases.acquire(leaseOf(step), run.id)).isHeld) return seen;
  const provisioner = provisioning.provisioner(step.resource);
  const looked = seen?.state === "ordering" ? undefined : await firstLook(deps, run, step, provisioner);
  const begun = looked?.begun ?? (seen as MadeResource);
  const ordering: MadeResource = { ...begun, attemptCount: begun.attemptCount + 1 };
  await made.put(run.id, ordering);
  const next = await attempt(deps, ordering, async () => {
    for (const secret of secretsIn(step.desired)) await vault.ensurePresharedKey(secret);
    if (isUsedAsItIs(ordering)) return looked?.there ?? provisioner.observe(step);
    return provisioner.ensure(step, { isAbsent: looked !== undefined && looked.there === undefined });
  });
  return settle(deps, run, step, next);
}

/** Looks at an object that is under way. */
export async function lookAtStep(deps: MakeDeps, run: IntentRun, step: ResolvedStep, seen: MadeResource) {
  const provisioner = deps.provisioning.provisioner(step.resource);
  const next = await attempt(deps, seen, async () => {
    const there = await provisioner.observe(step);
    // what is not shown yet is waited for; what takes a second write, once the first is done, gets it
    const isDone = !there || isUsedAsItIs(seen) || (there.state === "ready" && there.differs.length === 0);
    return isDone ? there : provisioner.ensure(step);
  });
  return next.state === seen.state && next.reason === seen.reason ? seen : settle(deps, run, step, next);
}

/**
 * Writes down what came of it. Of what is settled the lease is given up first: a process that dies in between has a step to look
 * at again, and not a lease that nobody gives back.
 */
async function settle(
  { clock, leases, made }: MakeDeps,
  run: IntentRun,
  step: ResolvedStep,
  next: MadeResource,
): Promise<MadeResource> {
  const settled = next.state === "ready" ? { ...next, readyAtMs: clock.nowMs() } : next;
  if (settled.state === "ready" || settled.state === "failed") await leases.release(leaseOf(step), run.id);
  await made.put(run.id, settled);
  return settled;
}

const leaseOf = (step: ResolvedStep): string => `provision/${lockOf(step)}`;

/** What was there as it is wanted: nothing is written, nothing is taken away. */
const isUsedAsItIs = ({ wasThere, before }: MadeResource): boolean => wasThere && before === null;

/**
 * What is there before anything is ordered. An object that another run of ours has made is shared, not foreign: whoever lets go last
 * leaves what was there before the first. What can bear no tags is known by its place, so its state before is kept in any case.
 */
async function firstLook(
  { clock, made }: Pick<MakeDeps, "clock" | "made">,
  run: IntentRun,
  step: ResolvedStep,
  provisioner: Provisioner,
): Promise<{ readonly begun: MadeResource; readonly there: ObservedResource | undefined }> {
  const [there, claims] = await Promise.all([provisioner.observe(step), made.claimsOn(step.key)]);
  const sharer = claims.find(
    ({ runId, made: { state, wasThere } }) =>
      runId !== run.id && !wasThere && state !== "removed" && state !== "planned",
  );
  const wasThere = there !== undefined && !there.isOurs && !sharer;
  const isAsWanted = wasThere && there.differs.length === 0;
  const before = there && !isAsWanted ? ((await provisioner.snapshot?.(step)) ?? null) : null;
  const begun: MadeResource = {
    stepId: step.id,
    resource: step.resource,
    key: step.key,
    state: "ordering",
    wasThere,
    ids: {},
    outputs: {},
    before: sharer ? sharer.made.before : before,
    attemptCount: 0,
    orderedAtMs: clock.nowMs(),
  };
  return { begun, there };
}

/** One call, and what it makes of the record: busy and away are tried again, whatever else is refused is refused. */
async function attempt(
  { log }: Pick<MakeDeps, "log">,
  seen: MadeResource,
  call: () => ReturnType<Provisioner["observe"]>,
): Promise<MadeResource> {
  try {
    const there = await call();
    // what a list does not show yet may be there in a moment
    if (!there) return { ...seen, reason: "not shown yet" };
    const { state, ids, outputs, reason, differs } = there;
    const wrong = state === "ready" && differs.length > 0 ? `differs in ${differs.join(", ")}` : undefined;
    return {
      ...seen,
      ids,
      outputs,
      state: state === "pending" || wrong !== undefined ? "ordered" : state,
      ...((reason ?? wrong) !== undefined && { reason: (reason ?? wrong ?? "").slice(0, 1_000) }),
    };
  } catch (error) {
    if (!(error instanceof SkylaneError)) throw error;
    const isPassing = error.kind === "unavailable" || (error.kind === "conflict" && seen.attemptCount < MAX_ATTEMPTS);
    log.warn("step not done", { stepId: seen.stepId, code: error.code, attemptCount: seen.attemptCount });
    const reason = `${error.code}: ${error.message}`.slice(0, 1_000);
    return { ...seen, reason, state: isPassing ? seen.state : "failed" };
  }
}
