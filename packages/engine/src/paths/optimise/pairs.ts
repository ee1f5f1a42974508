import type { ChoiceProblem, ProblemFlow } from "./problem.ts";

/** Which risks each candidate of a flow meets, and which of them another candidate would avoid. */
export interface FlowRisks {
  /** By candidate: every risk that takes a link of it along. */
  readonly hits: readonly ReadonlySet<number>[];
  /** Risks that one candidate at least does not meet. The rest cannot be avoided, so nothing is held against a pair for them. */
  readonly avoidable: ReadonlySet<number>;
}

/** A primary path and its backup, by candidate. */
export interface PathPair {
  readonly primary: number;
  /** Absent = none. */
  readonly backup?: number;
  /** Risks that the pair does not survive though another choice would, ascending. */
  readonly exposed: readonly number[];
}

/** By link, the risks that take it along, ascending. */
export const risksByLink = (problem: Pick<ChoiceProblem, "links" | "risks">): readonly (readonly number[])[] => {
  const byLink: number[][] = problem.links.map(() => []);
  for (const [risk, { links }] of problem.risks.entries()) {
    for (const link of new Set(links)) byLink[link]?.push(risk);
  }
  return byLink;
};

/** @param byLink of `risksByLink` */
export const flowRisks = (flow: ProblemFlow, byLink: readonly (readonly number[])[]): FlowRisks => {
  const hits = flow.candidates.map(({ links }) => new Set(links.flatMap((link) => byLink[link] ?? [])));
  const avoidable = new Set<number>();
  for (const own of hits) {
    for (const risk of own) if (hits.some((other) => !other.has(risk))) avoidable.add(risk);
  }
  return { hits, avoidable };
};

/** Risks that meet the primary and, if there is one, the backup too, though some candidate avoids them; ascending. */
export const exposedRisks = ({ hits, avoidable }: FlowRisks, primary: number, backup?: number): readonly number[] => {
  const covered = backup === undefined ? undefined : hits[backup];
  return [...(hits[primary] ?? [])]
    .filter((risk) => avoidable.has(risk) && (covered === undefined || covered.has(risk)))
    .sort((one, other) => one - other);
};

/**
 * The pairs of a flow that an optimal plan can need. A backup is left out if, for the same primary, another one saves it
 * from exactly the same risks on a part of its links: that one puts no load anywhere that this one does not, opens
 * nothing more and costs the same, whatever the other flows do. So a backup that saves from nothing gives way to none.
 *
 * @param scarce links whose room or decision matters to backups; absent = all. Others count as not there, so that of
 * backups that differ only in them one is kept, the one with the fewest links
 */
export const pairsOf = (flow: ProblemFlow, risks: FlowRisks, scarce?: ReadonlySet<number>): readonly PathPair[] => {
  const linkSets = flow.candidates.map(({ links }) => scarceOf(links, scarce));
  const byFewestLinks = [...flow.candidates.keys()].sort(
    (one, other) =>
      (linkSets[one]?.size ?? 0) - (linkSets[other]?.size ?? 0) ||
      (flow.candidates[one]?.links.length ?? 0) - (flow.candidates[other]?.links.length ?? 0) ||
      one - other,
  );
  return flow.candidates.flatMap((_, primary) => {
    if (flow.primaries && !flow.primaries.includes(primary)) return [];
    const kept: PathPair[] = [{ primary, exposed: exposedRisks(risks, primary) }];
    for (const backup of byFewestLinks) {
      if (backup === primary) continue;
      const exposed = exposedRisks(risks, primary, backup);
      const isWorse = kept.some(
        (pair) =>
          isSame(pair.exposed, exposed) &&
          (pair.backup === undefined || linkSets[pair.backup]?.isSubsetOf(linkSets[backup] ?? new Set())),
      );
      if (!isWorse) kept.push({ primary, backup, exposed });
    }
    return kept;
  });
};

/** Backups that may stand in for a pair's without loading or opening any scarce link more: its own and others. */
export const standInsOf = (
  flow: ProblemFlow,
  risks: FlowRisks,
  { primary, backup }: Pick<PathPair, "primary" | "backup">,
  scarce: ReadonlySet<number>,
): readonly number[] => {
  if (backup === undefined) return [];
  const exposed = exposedRisks(risks, primary, backup);
  const allowed = scarceOf(flow.candidates[backup]?.links ?? [], scarce);
  return [...flow.candidates.keys()].filter(
    (other) =>
      other !== primary &&
      scarceOf(flow.candidates[other]?.links ?? [], scarce).isSubsetOf(allowed) &&
      isSame(exposedRisks(risks, primary, other), exposed),
  );
};

const scarceOf = (links: readonly number[], scarce: ReadonlySet<number> | undefined): ReadonlySet<number> =>
  new Set(scarce ? links.filter((link) => scarce.has(link)) : links);

/** Those of the pairs that are exposed to the fewest risks. */
export const safestOf = (pairs: readonly PathPair[]): readonly PathPair[] => {
  const fewest = Math.min(...pairs.map(({ exposed }) => exposed.length));
  return pairs.filter(({ exposed }) => exposed.length === fewest);
};

const isSame = (one: readonly number[], other: readonly number[]): boolean =>
  one.length === other.length && one.every((risk, index) => risk === other[index]);
