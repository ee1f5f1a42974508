import type { BuiltRecord, BuiltResource, BuiltWatch, Estimates, IntentRun, MadeResource } from "@skylane/core";
import { monthOf } from "../preview/index.ts";
import { shareCosts } from "./share-costs.ts";

/**
 * What stands of a run, with what its owner is charged for it: objects it has made, at list price, and not those that
 * another run pays for. Pure.
 */
export function recordOf(
  run: IntentRun,
  {
    made,
    watches,
    groupRunIds,
    payerOf,
    estimates,
    nowMs,
  }: {
    readonly made: readonly MadeResource[];
    readonly watches: readonly BuiltWatch[];
    /** Other runs whose groups watch over it. */
    readonly groupRunIds: readonly string[];
    /** Whose an object is to pay: the first of the runs that claim it. */
    readonly payerOf: (key: string) => string | undefined;
    readonly estimates: Pick<Estimates, "price">;
    readonly nowMs: number;
  },
): BuiltRecord {
  const stepOf = new Map((run.plan?.steps ?? []).map((step) => [step.id, step]));
  const leansOn = new Set<string>(groupRunIds);
  const resources = made.flatMap(({ stepId, state, wasThere, ids, key }): BuiltResource[] => {
    const step = stepOf.get(stepId);
    if (!step || state !== "ready" || wasThere) return [];
    const payerId = payerOf(key) ?? run.id;
    if (payerId !== run.id) {
      leansOn.add(payerId);
      return [];
    }
    const { lines, unknown } = monthOf(step, estimates);
    const { resource, cloud, accountId, regionId } = step;
    return [
      { stepId, resource, cloud, accountId, regionId, ids, ...(unknown.length === 0 && { monthlyUsd: sumOf(lines) }) },
    ];
  });
  const isKnown = resources.every(({ monthlyUsd }) => monthlyUsd !== undefined);
  return {
    runId: run.id,
    owner: run.owner,
    ...(run.costCentre !== undefined && { costCentre: run.costCentre }),
    atMs: nowMs,
    ...(isKnown && { monthlyUsd: sumOf(resources.map(({ monthlyUsd = 0 }) => ({ monthlyUsd }))) }),
    resources,
    shares: [...shareCosts(run, resources)],
    watches: [...watches],
    leansOnRunIds: [...leansOn].sort() as BuiltRecord["leansOnRunIds"],
  };
}

const sumOf = (lines: readonly { readonly monthlyUsd: number }[]): number =>
  Math.round(lines.reduce((sum, { monthlyUsd }) => sum + monthlyUsd, 0) * 100) / 100;
