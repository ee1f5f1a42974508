import type { IntentRun, RunStatus } from "@skylane/core";
import { IntentId } from "@skylane/core";
import * as z from "zod";
import type { Deps } from "../../deps.ts";
import { discoverClouds } from "../../topology/index.ts";
import { aboutRun, loadRun, phasesEnded, saveRun } from "./load-run.ts";

/** Input of the last step of the workflow `provision`. */
export const EndOrder = z.strictObject({ runId: IntentId, leftStepIds: z.array(z.string()).max(2_000) });
export type EndOrder = z.infer<typeof EndOrder>;

type EndDeps = Pick<Deps, "clock" | "config" | "intents" | "log" | "publisher" | "surveyor" | "topologies">;

/** Writes down how a run ended, and tells it. After something was taken away the clouds are looked at again, for plans that come after. */
export async function endProvisioning(deps: EndDeps, { runId, leftStepIds }: EndOrder): Promise<{ status: RunStatus }> {
  const before = await loadRun(deps, runId);
  if (before.status === "undoing")
    await discoverClouds(deps, [...new Set(before.plan?.steps.map((step) => step.cloud))]);
  const run = await saveRun(deps, runId, (one) => ({
    ...one,
    status: endOf(one, leftStepIds),
    phases: phasesEnded(one.phases, deps.clock.nowMs()),
  }));
  await tell(deps, run, leftStepIds);
  deps.log.info("run ended", { runId, status: run.status, leftCount: leftStepIds.length });
  return { status: run.status };
}

/** Of a run whose step is repeated after it has ended: as it has ended. */
function endOf({ status, intents, undoneIntentIds, undoneBy }: IntentRun, leftStepIds: readonly string[]): RunStatus {
  if (status === "proving") return "fulfilled";
  if (status !== "undoing") return status;
  if (leftStepIds.length > 0) return "stuck";
  if (undoneIntentIds.length < intents.length) return "fulfilled";
  return undoneBy === undefined ? "rolled-back" : "undone";
}

async function tell({ publisher, clock }: EndDeps, run: IntentRun, leftStepIds: readonly string[]): Promise<void> {
  const about = { subject: run.id, epoch: run.askedAtMs, seq: run.phases.length + 1_000 };
  const data = aboutRun(run);
  if (run.undoneIntentIds.length === 0)
    await publisher.publish([
      {
        type: "intent.fulfilled.v1",
        ...about,
        data: {
          ...data,
          planHash: run.plan?.hash ?? "",
          proofCount: run.evidence.length,
          durationMs: clock.nowMs() - run.askedAtMs,
        },
      },
    ]);
  else if (run.undoneBy === undefined)
    await publisher.publish([
      {
        type: "intent.rolled-back.v1",
        ...about,
        data: { ...data, reason: run.failure ?? "not known", leftStepIds: [...leftStepIds] },
      },
    ]);
  else
    await publisher.publish([
      { type: "intent.undone.v1", ...about, data: { ...data, by: run.undoneBy, leftStepIds: [...leftStepIds] } },
    ]);
}
