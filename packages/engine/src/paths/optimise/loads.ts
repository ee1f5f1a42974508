import { type FlowRisks, flowRisks, risksByLink } from "./pairs.ts";
import type { ChoiceProblem, ChosenPart } from "./problem.ts";

/** Mbps on each link in the normal case, and where a failure alone moves more onto a link. */
export interface Loads {
  readonly normalMbps: readonly number[];
  /** Each (risk, link) that carries more after the failure than before. */
  readonly moved: readonly { readonly risk: number; readonly link: number; readonly mbps: number }[];
  /** The most each link carries, whatever fails alone. */
  readonly peakMbps: readonly number[];
}

/** By flow. */
export const risksOfFlows = (problem: ChoiceProblem): readonly FlowRisks[] => {
  const byLink = risksByLink(problem);
  return problem.flows.map((flow) => flowRisks(flow, byLink));
};

/**
 * Traffic whose primary path meets a failure goes to its backup if that avoids it; otherwise it is lost and loads
 * nothing. The rest stays where it is. Shares may be any fractions, also of flows that may not be split.
 *
 * @param risks of `risksOfFlows`
 */
export const loadsOf = (
  problem: ChoiceProblem,
  parts: readonly (readonly ChosenPart[])[],
  risks: readonly FlowRisks[] = risksOfFlows(problem),
): Loads => {
  const normalMbps = problem.links.map(() => 0);
  const changes: Map<number, number>[] = problem.risks.map(() => new Map());
  for (const [index, flow] of problem.flows.entries()) {
    const { hits } = risks[index] ?? { hits: [] };
    for (const { primary, backup, share } of parts[index] ?? []) {
      const mbps = flow.mbps * share;
      const own = flow.candidates[primary]?.links ?? [];
      for (const link of own) normalMbps[link] = (normalMbps[link] ?? 0) + mbps;
      for (const risk of hits[primary] ?? []) {
        const change = changes[risk];
        if (!change) continue;
        for (const link of own) change.set(link, (change.get(link) ?? 0) - mbps);
        if (backup === undefined || hits[backup]?.has(risk)) continue;
        for (const link of flow.candidates[backup]?.links ?? []) change.set(link, (change.get(link) ?? 0) + mbps);
      }
    }
  }
  const peakMbps = [...normalMbps];
  const moved: { risk: number; link: number; mbps: number }[] = [];
  for (const [risk, change] of changes.entries()) {
    for (const [link, more] of change) {
      if (more <= 0) continue;
      const mbps = (normalMbps[link] ?? 0) + more;
      moved.push({ risk, link, mbps });
      peakMbps[link] = Math.max(peakMbps[link] ?? 0, mbps);
    }
  }
  return { normalMbps, moved, peakMbps };
};
