import type { IntentView } from "@skylane/core";
import type { Deps } from "../../deps.ts";
import { neededSignatures } from "../policy/index.ts";
import { loadRun } from "./load-run.ts";

/** A run, and how far it is. @throws ERR_INTENT_MISSING */
export async function showIntent(deps: Pick<Deps, "intents" | "made">, id: string): Promise<IntentView> {
  const run = await loadRun(deps, id);
  const made = await deps.made.list(run.id);
  return {
    run,
    ...(run.plan && { neededSignatureCount: neededSignatures(run.plan) }),
    readyStepIds: made.filter(({ state }) => state === "ready").map(({ stepId }) => stepId),
    made: [...made],
  };
}

/** The same, and what stands of it: its owner, what it costs, who looks after it. @throws ERR_INTENT_MISSING */
export async function showStanding(deps: Pick<Deps, "built" | "intents" | "made">, id: string): Promise<IntentView> {
  const view = await showIntent(deps, id);
  const built = await deps.built.findRecord(view.run.id);
  return { ...view, ...(built && { built }) };
}
