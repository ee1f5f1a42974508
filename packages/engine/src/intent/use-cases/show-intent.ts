import type { IntentView } from "@skylane/core";
import type { Deps } from "../../deps.ts";
import { neededSignatures } from "../policy/index.ts";
import { loadRun } from "./load-run.ts";

/** A run, and how far it is; with `built`, what stands of it. @throws ERR_INTENT_MISSING */
export async function showIntent(
  deps: Pick<Deps, "intents" | "made"> & Partial<Pick<Deps, "built">>,
  id: string,
): Promise<IntentView> {
  const run = await loadRun(deps, id);
  const [made, built] = await Promise.all([deps.made.list(run.id), deps.built?.findRecord(run.id)]);
  return {
    run,
    ...(run.plan && { neededSignatureCount: neededSignatures(run.plan) }),
    readyStepIds: made.filter(({ state }) => state === "ready").map(({ stepId }) => stepId),
    made: [...made],
    ...(built && { built }),
  };
}
