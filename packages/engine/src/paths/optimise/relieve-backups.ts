import { type FlowRisks, standInsOf } from "./pairs.ts";
import type { ChoiceProblem, ChosenPart } from "./problem.ts";

/**
 * Moves backups to stand-ins where links would be overloaded after a failure, largest first, as long as that helps.
 * Primary paths, exposures and what scarce links carry stay as they are or shrink; the rest may still be overloaded.
 *
 * @param roomMbps by link, what fits
 */
export const relieveBackups = (
  problem: ChoiceProblem,
  risks: readonly FlowRisks[],
  parts: readonly (readonly ChosenPart[])[],
  scarce: ReadonlySet<number>,
  roomMbps: readonly number[],
): readonly (readonly ChosenPart[])[] => {
  const linkCount = problem.links.length;
  /** By risk and link, the load after the failure. */
  const loadMbps = new Float64Array(problem.risks.length * linkCount);
  const overMbps = (cell: number, more: number): number =>
    Math.max(0, (loadMbps[cell] ?? 0) + more - (roomMbps[cell % linkCount] ?? Number.POSITIVE_INFINITY));

  const movable: Movable[] = [];
  for (const [index, flow] of problem.flows.entries()) {
    const { hits } = risks[index] ?? { hits: [] };
    for (const [position, { primary, backup, share }] of (parts[index] ?? []).entries()) {
      const mbps = flow.mbps * share;
      const moving: number[] = [];
      for (const risk of problem.risks.keys()) {
        const isHit = hits[primary]?.has(risk) === true;
        if (isHit && backup !== undefined && !hits[backup]?.has(risk)) moving.push(risk);
        if (isHit) continue;
        for (const link of flow.candidates[primary]?.links ?? []) {
          loadMbps[risk * linkCount + link] = (loadMbps[risk * linkCount + link] ?? 0) + mbps;
        }
      }
      if (backup !== undefined && moving.length > 0) movable.push({ flow: index, position, mbps, backup, moving });
    }
  }
  const cellsOf = ({ flow, moving }: Movable, backup: number): readonly number[] => {
    const links = problem.flows[flow]?.candidates[backup]?.links ?? [];
    return moving.flatMap((risk) => links.map((link) => risk * linkCount + link));
  };
  const put = (part: Movable, mbps: number): void => {
    for (const cell of cellsOf(part, part.backup)) loadMbps[cell] = (loadMbps[cell] ?? 0) + mbps;
  };
  for (const part of movable) put(part, part.mbps);

  const largestFirst = movable.sort((one, other) => other.mbps - one.mbps);
  for (let round = 0; round < mostRounds; round += 1) {
    let hasMoved = false;
    for (const part of largestFirst) {
      if (!cellsOf(part, part.backup).some((cell) => overMbps(cell, 0) > 0)) continue;
      const flow = problem.flows[part.flow];
      const own = risks[part.flow];
      const primary = parts[part.flow]?.[part.position]?.primary;
      if (!flow || !own || primary === undefined) continue;
      put(part, -part.mbps);
      let best = { backup: part.backup, addedMbps: Number.POSITIVE_INFINITY };
      for (const backup of [part.backup, ...standInsOf(flow, own, { primary, backup: part.backup }, scarce)]) {
        let addedMbps = 0;
        for (const cell of cellsOf(part, backup)) addedMbps += overMbps(cell, part.mbps) - overMbps(cell, 0);
        if (addedMbps < best.addedMbps - 1e-9) best = { backup, addedMbps };
      }
      hasMoved ||= best.backup !== part.backup;
      part.backup = best.backup;
      put(part, part.mbps);
    }
    if (!hasMoved) break;
  }
  const relieved = parts.map((own) => [...own]);
  for (const { flow, position, backup } of movable) {
    const own = relieved[flow];
    const part = own?.[position];
    if (own && part) own[position] = { ...part, backup };
  }
  return relieved;
};

/** Few parts still find a better place after the second look at all of them. */
const mostRounds = 4;

/** A part with a backup, and the failures that move it there. */
interface Movable {
  readonly flow: number;
  readonly position: number;
  readonly mbps: number;
  readonly moving: readonly number[];
  backup: number;
}
