import type { CostRecommendation, RecommendationKind } from "@skylane/core";

/** What comes back sooner went away with a day that could not be read, or lies at a limit: nobody is told again. */
const AGAIN_MS = 30 * 86_400_000;

/** What one more look makes of recommendations. */
export interface TrackedRecommendations {
  /** To be told. */
  readonly fresh: readonly CostRecommendation[];
  /** Of those that are known: brought up to date, open again or ended. */
  readonly changed: readonly CostRecommendation[];
}

/**
 * Recommendations after a look that found these. Those that a person answered, or the bill judged, are left alone, and what the look
 * could not see does not end.
 */
export function trackRecommendations(
  known: readonly CostRecommendation[],
  found: readonly CostRecommendation[],
  atMs: number,
  unseenKinds: readonly RecommendationKind[] = [],
): TrackedRecommendations {
  const before = new Map(known.map((one) => [one.id, one]));
  const isFresh = ({ id }: CostRecommendation): boolean => {
    const one = before.get(id);
    return !one || (one.status === "ended" && atMs - (one.endedAtMs ?? 0) > AGAIN_MS);
  };
  const foundIds = new Set(found.map(({ id }) => id));
  return {
    fresh: found.filter(isFresh).map((one) => ({ ...one, version: before.get(one.id)?.version })),
    changed: [
      ...found.flatMap((one) => {
        const old = before.get(one.id);
        if (!old || isFresh(one) || (old.status !== "open" && old.status !== "ended")) return [];
        return [{ ...one, raisedAtMs: old.raisedAtMs, version: old.version }];
      }),
      ...known.flatMap((one) =>
        one.status === "open" && !foundIds.has(one.id) && !unseenKinds.includes(one.kind)
          ? [{ ...one, status: "ended" as const, endedAtMs: atMs }]
          : [],
      ),
    ],
  };
}
