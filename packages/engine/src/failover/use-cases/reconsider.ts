import type { Incident } from "@skylane/core";
import { reconsiderRefused } from "./reconsider-refused.ts";
import { reconsiderPaths } from "./resume-in-region.ts";

type ReconsiderDeps = Parameters<typeof reconsiderRefused>[0] & Parameters<typeof reconsiderPaths>[0];

/**
 * Every minute, by what is stored of the paths, which is read once: what only the other Region heard of, where there are two, and
 * moves that were refused. Answers the incidents of these that were begun again; safe to repeat.
 */
export async function reconsider(deps: ReconsiderDeps): Promise<{ readonly begunAgain: readonly Incident["id"][] }> {
  const health = await deps.health.list();
  if (deps.config.regions) await reconsiderPaths(deps, health);
  return { begunAgain: await reconsiderRefused(deps, health) };
}
