import type { ProvisionStep } from "@skylane/core";
import { prerequisitesOf } from "../references.ts";

/** What a step takes of which no typical time is known, milliseconds: most calls are done within a minute (clouds.md 9.1). */
const USUAL_MS = 60_000;

/**
 * The clouds' typical time along the longest chain, milliseconds: a step begins when what it needs is there, and after the one
 * before it with the same lock. Steps come in an order in which they can be made.
 */
export function expectedDurationMs(
  steps: readonly ProvisionStep[],
  typicalMs: (resource: string) => number | undefined,
): number {
  const readyMs = new Map<string, number>();
  const lockFreeMs = new Map<string, number>();
  for (const step of steps) {
    const startMs = Math.max(
      0,
      ...prerequisitesOf(step).map((id) => readyMs.get(id) ?? 0),
      step.lock === undefined ? 0 : (lockFreeMs.get(step.lock) ?? 0),
    );
    const endMs = startMs + (typicalMs(step.resource) ?? USUAL_MS);
    readyMs.set(step.id, endMs);
    if (step.lock !== undefined) lockFreeMs.set(step.lock, endMs);
  }
  return Math.max(0, ...readyMs.values());
}
