import type { IntentRun, MadeResource } from "@skylane/core";
import { IntentId } from "@skylane/core";
import * as z from "zod";
import type { Deps } from "../../deps.ts";
import { decideSteps } from "../provision/decide-steps.ts";
import { pollDelayMs } from "../provision/poll-delay.ts";
import { aboutRun, inPhase, saveRun } from "./load-run.ts";
import type { MakeDeps } from "./make-step.ts";
import { takeTurn } from "./take-turn.ts";

/** Input of the steps of the workflow `provision`. */
export const ProvisionOrder = z.strictObject({ runId: IntentId });
export type ProvisionOrder = z.infer<typeof ProvisionOrder>;

type AdvanceDeps = MakeDeps & Pick<Deps, "intents" | "killSwitch" | "publisher">;

/** What the workflow does next. */
export type Advance =
  | { readonly kind: "wait"; readonly seconds: number }
  | { readonly kind: "prove" }
  | { readonly kind: "undo"; readonly reason: string };

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
  const { failed, isAllReady } = await takeTurn(deps, run, decideSteps(steps), made);
  const [first] = failed;
  if (first) return { kind: "undo", reason: `${first.stepId} could not be made: ${first.reason ?? "no reason given"}` };
  await tell(deps, run, made, before);
  if (isAllReady) return { kind: "prove" };
  const sinceMs = clock.nowMs() - (run.phases.at(-1)?.startedAtMs ?? clock.nowMs());
  if (sinceMs > expectedDurationMs * OVERDUE_FACTOR + OVERDUE_FLOOR_MS)
    return { kind: "undo", reason: `it is not done after ${Math.round(sinceMs / 60_000)} minutes${waitedFor(made)}` };
  return { kind: "wait", seconds: Math.ceil(pollDelayMs(elapsedOf(made, clock.nowMs())) / 1_000) };
}

/** What has held it up, in words. */
function waitedFor(made: ReadonlyMap<string, MadeResource>): string {
  const held = [...made.values()].flatMap(({ stepId, state, reason }) =>
    (state === "ordering" || state === "ordered") && reason !== undefined ? [`${stepId}: ${reason}`] : [],
  );
  return held.length === 0
    ? ""
    : `, and waits for ${held.length === 1 ? "one step" : `${held.length} steps`}: ${held[0]}`;
}

/** The run, marked as being provisioned the first time. */
const begin = ({ intents, clock }: Pick<Deps, "intents" | "clock">, runId: string): Promise<IntentRun> =>
  saveRun({ intents }, runId, (run) =>
    run.status === "approved"
      ? { ...run, status: "provisioning", phases: inPhase(run.phases, "provision", clock.nowMs()) }
      : run,
  );

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
