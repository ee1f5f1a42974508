import { setTimeout as sleep } from "node:timers/promises";
import { type IntentRun, IntentView } from "@skylane/core";
import type { ApiClient } from "../api-client.ts";
import { progress } from "../output.ts";

const UNDER_WAY: ReadonlySet<IntentRun["status"]> = new Set(["approved", "provisioning", "proving", "undoing"]);
const LOOK_EVERY_MS = 400;
/** A look at a run of a hundred connections is work for who builds them: it takes a tenth of their time at most. */
const LOOK_SHARE = 10;

/** The run as it is stored. */
export const viewOf = (api: ApiClient, id: string): Promise<IntentView> =>
  api.get(`/v1/intents/${encodeURIComponent(id)}`, IntentView);

/** Waits until a run is at its end, saying how far it is; `isMore` = what counts as under way beside what always does. */
export async function followRun(
  api: ApiClient,
  id: string,
  isMore: (run: IntentRun) => boolean = () => false,
): Promise<IntentView> {
  for (;;) {
    const startMs = performance.now();
    const view = await viewOf(api, id);
    const tookMs = performance.now() - startMs;
    const { run, made, readyStepIds } = view;
    if (!UNDER_WAY.has(run.status) && !isMore(run)) {
      progress("");
      return view;
    }
    const stepCount = run.plan?.steps.length ?? 0;
    const left = made.filter(({ state }) => state !== "removed" && state !== "planned").length;
    progress(
      run.status === "undoing" || isMore(run)
        ? `${run.id}: taking back, ${left} of ${stepCount} left`
        : `${run.id}: ${run.status}, ${readyStepIds.length} of ${stepCount} ready`,
    );
    await sleep(Math.max(LOOK_EVERY_MS, LOOK_SHARE * tookMs));
  }
}
