import type { IntentRun } from "@skylane/core";
import type { Deps } from "../../deps.ts";

/** Starts the building of an approved plan. The execution bears run and hash, so that a plan is carried out once, however often it is started. */
export async function startRun({ workflows }: Pick<Deps, "workflows">, run: IntentRun): Promise<void> {
  const hash = run.plan?.hash.slice(0, HASH_CHARS) ?? "none";
  await workflows.start("provision", `${run.id}-${hash}`, { runId: run.id, mode: "build" });
}

/** Starts the taking back of what is marked for it. */
export async function startUndo({ workflows }: Pick<Deps, "workflows">, run: IntentRun): Promise<void> {
  await workflows.start("provision", `${run.id}-undo-${run.version}`, { runId: run.id, mode: "undo" });
}

const HASH_CHARS = 12;
