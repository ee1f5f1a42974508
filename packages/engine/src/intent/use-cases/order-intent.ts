import { type IntentRun, type IntentVerb, intentActions, type Person, type RunStatus } from "@skylane/core";
import type { Deps } from "../../deps.ts";
import { allowRun } from "../../people/index.ts";
import { requireActing } from "../../regions/index.ts";
import { intentError } from "../errors.ts";
import { judgeApproval } from "../policy/index.ts";
import { DESIGNED_ONLY, placeRun } from "../provision/place-run.ts";
import { type DesignDeps, designRun, latestTopology } from "./design-run.ts";
import { aboutRun, inPhase, loadRun, phasesEnded, saveRun } from "./load-run.ts";
import { startRun, startUndo } from "./start-run.ts";
import { approvalAsked } from "./tell-placed.ts";

type OrderDeps = DesignDeps & Pick<Deps, "log" | "once" | "publisher" | "regionId" | "regionLease" | "workflows">;

/** Who orders what of an intent, and why; with the plan as it was shown, where it is approved. */
export interface IntentOrder {
  readonly person: Pick<Person, "id">;
  readonly reason: string;
  readonly planHash?: string | undefined;
}

/** Carries out a person's order for an intent, or for the run it belongs to. */
export async function orderIntent(
  deps: OrderDeps,
  id: string,
  verb: IntentVerb,
  order: IntentOrder,
): Promise<IntentRun> {
  await requireActing(deps);
  const run = await loadRun(deps, id);
  const person = await allowRun(deps, order.person, intentActions[verb], run);
  switch (verb) {
    case "approve":
      return approve(deps, run, { ...order, person });
    case "reject":
    case "cancel":
      return verb === "cancel" && isUnderWay(run) ? breakOff(deps, run, order) : turnDown(deps, run, verb, order);
    case "undo":
      return undo(deps, run, id, order);
  }
}

const isUnderWay = ({ status }: IntentRun): boolean => ["approved", "provisioning", "proving"].includes(status);

/** @throws ERR_INTENT_STATE if the run is in none of these */
function requireStatus(run: IntentRun, verb: string, ...wanted: RunStatus[]): void {
  if (wanted.includes(run.status)) return;
  throw intentError(
    "ERR_INTENT_STATE",
    `${run.id} is ${run.status}; to ${verb} it, it must be ${wanted.join(" or ")}. Nothing was changed`,
    { runId: run.id, status: run.status },
  );
}

/**
 * Signs a plan: as it was shown, in time, and not by who asked for it. The plan is made again on the world of now; if it is another
 * one, that one waits for its own signatures. With the last signature the building starts.
 */
async function approve(
  deps: OrderDeps,
  run: IntentRun,
  { person, planHash, reason }: IntentOrder & { readonly person: Person },
): Promise<IntentRun> {
  const { clock, config, log, publisher } = deps;
  if (run.status === "designed" || config.intents.building === "off")
    throw intentError("ERR_INTENT_DESIGNED_ONLY", `${run.id} cannot be approved; ${DESIGNED_ONLY}`, { runId: run.id });
  requireStatus(run, "approve", "awaiting-approval");
  const { plan } = run;
  const nowMs = clock.nowMs();
  if (!plan || planHash === undefined || !plan.hash.startsWith(planHash))
    throw intentError(
      "ERR_INTENT_PLAN_STALE",
      `the plan of ${run.id} is ${plan?.hash.slice(0, 12) ?? "not made"}, not ${planHash ?? "named"}; look at it again, and approve what you see`,
      { runId: run.id },
    );
  if (nowMs > (run.approvalExpiresAtMs ?? 0)) {
    await saveRun(deps, run.id, (one) => ({ ...one, status: "expired", phases: phasesEnded(one.phases, nowMs) }));
    throw intentError("ERR_INTENT_EXPIRED", `${run.id} waited too long for approval; ask for it again`, {
      runId: run.id,
    });
  }
  const judge = await deps.rights.judge();
  const judged = (one: IntentRun) => judgeApproval(judge, person, one, plan);
  const verdict = judged(run);
  if (verdict === "own")
    throw intentError("ERR_INTENT_OWN", `${person.id} asked for ${run.id}; another approver must sign it`, {
      runId: run.id,
    });
  if (verdict === "refused") await allowRun(deps, person, "decide-intent", run, { isSignature: true });
  await requireSamePlan(deps, run, plan.hash);
  const signed = await saveRun(deps, run.id, (one) => {
    requireStatus(one, "approve", "awaiting-approval");
    const verdict = judged(one);
    if (verdict !== "more" && verdict !== "enough") return one;
    const signatures = [...one.signatures, { by: person.id, atMs: nowMs, planHash: plan.hash, reason }];
    return { ...one, signatures, ...(verdict === "enough" && { status: "approved" as const }) };
  });
  log.info("plan signed", { runId: run.id, by: person.id, signatureCount: signed.signatures.length });
  if (signed.status !== "approved") return signed;
  await publisher.publish([
    {
      type: "intent.approved.v1",
      subject: run.id,
      epoch: run.askedAtMs,
      seq: 2,
      data: { ...aboutRun(run), planHash: plan.hash, by: signed.signatures.map(({ by }) => by) },
    },
  ]);
  await startRun(deps, signed);
  return signed;
}

/** @throws ERR_INTENT_PLAN_STALE if the world of now leads to another plan, which then waits in its place */
async function requireSamePlan(deps: OrderDeps, run: IntentRun, hash: string): Promise<void> {
  const plan = await designRun(deps, run, await latestTopology(deps));
  if (plan?.hash === hash) return;
  const nowMs = deps.clock.nowMs();
  const replaced = await saveRun(deps, run.id, (one) => placeRun(one, plan, nowMs, deps.config.intents));
  const asked = replaced.status === "awaiting-approval" ? approvalAsked(replaced) : undefined;
  if (asked)
    await deps.publisher.publish([{ ...asked, subject: run.id, epoch: run.askedAtMs, seq: 1_000 + replaced.version }]);
  throw intentError(
    "ERR_INTENT_PLAN_STALE",
    `the estate is not any more what the plan of ${run.id} was made for; it was made again and is ${replaced.status}. Look at it, and approve what you see`,
    { runId: run.id, status: replaced.status },
  );
}

async function turnDown(
  deps: OrderDeps,
  run: IntentRun,
  verb: "reject" | "cancel",
  { person, reason }: IntentOrder,
): Promise<IntentRun> {
  const ended = await saveRun(deps, run.id, (one) => {
    requireStatus(one, verb, "questions", "violating", "designed", "awaiting-approval", "refused");
    return {
      ...one,
      status: verb === "reject" ? "rejected" : "cancelled",
      phases: phasesEnded(one.phases, deps.clock.nowMs()),
      failure: reason,
    };
  });
  await tellRejected(deps, ended, person.id, reason);
  return ended;
}

/** Takes back what is being built: the workflow sees it at its next turn. */
async function breakOff(deps: OrderDeps, run: IntentRun, { person, reason }: IntentOrder): Promise<IntentRun> {
  const ended = await saveRun(deps, run.id, (one) => {
    requireStatus(one, "cancel", "approved", "provisioning", "proving");
    return {
      ...one,
      status: "undoing",
      phases: inPhase(one.phases, "undo", deps.clock.nowMs()),
      undoneIntentIds: one.intents.map((intent) => intent.id),
      undoneBy: person.id,
      failure: reason,
    };
  });
  await tellRejected(deps, ended, person.id, reason);
  return ended;
}

const tellRejected = ({ publisher }: OrderDeps, run: IntentRun, by: string, reason: string): Promise<void> =>
  publisher.publish([
    {
      type: "intent.rejected.v1",
      subject: run.id,
      epoch: run.askedAtMs,
      seq: run.version,
      data: { ...aboutRun(run), by, reason },
    },
  ]);

/** Takes away one connection, or all of a run: exactly what was made for it, and nothing that another still needs. */
async function undo(deps: OrderDeps, run: IntentRun, id: string, { person, reason }: IntentOrder): Promise<IntentRun> {
  const wanted =
    id === run.id ? run.intents.map((one) => one.id) : run.intents.filter((one) => one.id === id).map((one) => one.id);
  const marked = await saveRun(deps, run.id, (one) => {
    requireStatus(one, "undo", "fulfilled", "stuck");
    return {
      ...one,
      status: "fulfilled",
      undoneIntentIds: [...new Set([...one.undoneIntentIds, ...wanted])],
      undoneBy: person.id,
      failure: reason,
    };
  });
  if (run.status === "stuck") await countAnew(deps, run);
  await startUndo(deps, marked);
  return marked;
}

/** What clouds refused to take away is asked for anew: a person has looked, and says so by this order. */
async function countAnew({ made }: OrderDeps, run: IntentRun): Promise<void> {
  for (const { awaySinceMs: _, ...one } of await made.list(run.id))
    if (one.state === "removing") await made.put(run.id, { ...one, attemptCount: 0 });
}
