import type { Assignment, ChoiceProblem } from "./problem.ts";

/** A flow, or a share of it, that goes from one of its candidates to another; `from` −1 = it lay nowhere. */
export interface Move {
  readonly flow: number;
  readonly from: number;
  readonly to: number;
  readonly share: number;
}

/** Flows with the same old and new way, moved at once: while they move, both ways carry them. */
export interface MoveStep {
  readonly moves: readonly Move[];
  /** True if they only get out of the way of others and move once more later. */
  readonly isDetour: boolean;
}

/** The order of a change, link by link and flow by flow. */
export interface MovePlan {
  /** Links to open, and second ports to take, before any flow moves. */
  readonly openFirst: readonly number[];
  readonly expandFirst: readonly number[];
  readonly steps: readonly MoveStep[];
  /** Links to close, and second ports to give back, when all has moved; none that a blocked flow still needs. */
  readonly closeLast: readonly number[];
  readonly shrinkLast: readonly number[];
  /** Flows that stay behind: the link of their new way that has the least room for them, and what it lacks. */
  readonly blocked: readonly { readonly flow: number; readonly link: number; readonly lacksMbps: number }[];
}

interface Waiting extends Move {
  readonly mbps: number;
  readonly hasDetoured: boolean;
}

/**
 * From today's assignment to the new one, make before break: a flow moves only while every link of its new way has room
 * for it on top of all that is there; a link that is on both of its ways counts it once. Moves that make room where
 * others wait come first. If all wait for one another, the smallest flow in the way goes round by another of its
 * candidates that has room, once at most. Moves of backups carry nothing and are no steps. A link that is overloaded today
 * gets nothing more until it is not.
 */
export function orderMoves(problem: ChoiceProblem, from: Assignment, to: Assignment): MovePlan {
  const { links, flows } = problem;
  const indexes = [...links.keys()];
  const isOpen = (link: number): boolean => from.isOpen[link] === true || to.isOpen[link] === true;
  const room = Float64Array.from(links, ({ capacityMbps, expansion }, link) => {
    if (capacityMbps === undefined) return Number.POSITIVE_INFINITY;
    const mbps = from.isExpanded[link] || to.isExpanded[link] ? (expansion?.capacityMbps ?? 0) : 0;
    return (capacityMbps + mbps) * (1 + 1e-9);
  });
  const linksOf = (flow: number, candidate: number): readonly number[] =>
    flows[flow]?.candidates[candidate]?.links ?? [];
  const load = (taken: readonly number[], mbps: number): void => {
    for (const link of taken) room[link] = (room[link] ?? 0) - mbps;
  };
  for (const [flow, { mbps }] of flows.entries()) {
    for (const { primary, share } of from.parts[flow] ?? []) load(linksOf(flow, primary), mbps * share);
  }
  const newLinks = ({ flow, from: old, to: next }: Move): readonly number[] => {
    const before = linksOf(flow, old);
    return linksOf(flow, next).filter((link) => !before.includes(link));
  };
  const oldLinks = ({ flow, from: old, to: next }: Move): readonly number[] =>
    newLinks({ flow, from: next, to: old, share: 1 });
  const hasRoom = (move: Waiting): boolean => newLinks(move).every((link) => (room[link] ?? 0) >= move.mbps);

  const steps: MoveStep[] = [];
  const run = (batch: readonly Waiting[], isDetour: boolean): void => {
    for (const move of batch) load(oldLinks(move), -move.mbps);
    steps.push({ moves: batch.map(({ flow, from, to, share }) => ({ flow, from, to, share })), isDetour });
  };
  let waiting = [...flows.keys()].flatMap((flow) =>
    sharesToMove(from.parts[flow] ?? [], to.parts[flow] ?? []).map(
      (move): Waiting => ({ ...move, flow, mbps: (flows[flow]?.mbps ?? 0) * move.share, hasDetoured: false }),
    ),
  );
  /** By link: how much more those who wait need than there is room. */
  const lacking = (): Float64Array => {
    const wanted = new Float64Array(links.length);
    for (const move of waiting) for (const link of newLinks(move)) wanted[link] = (wanted[link] ?? 0) + move.mbps;
    return wanted.map((mbps, link) => (mbps === 0 ? 0 : Math.max(0, mbps - (room[link] ?? 0))));
  };
  for (;;) {
    const lacks = lacking();
    const left: Waiting[] = [];
    const moved = waiting.length;
    for (const batch of batchesOf(waiting, linksOf, lacks, oldLinks)) {
      const together: Waiting[] = [];
      for (const move of batch) {
        if (!hasRoom(move)) {
          left.push(move);
          continue;
        }
        load(newLinks(move), move.mbps);
        together.push(move);
      }
      if (together.length > 0) run(together, false);
    }
    waiting = left;
    if (waiting.length === 0) break;
    if (waiting.length < moved) continue;
    const detour = detourOf(waiting, lacking(), { problem, isOpen, linksOf, oldLinks, hasRoom });
    if (detour === undefined) break;
    load(newLinks(detour.aside), detour.aside.mbps);
    run([detour.aside], true);
    waiting = waiting.map((move) =>
      move === detour.move ? { ...move, from: detour.aside.to, hasDetoured: true } : move,
    );
  }
  const needed = new Set(waiting.flatMap((move) => linksOf(move.flow, move.from)));
  return {
    openFirst: indexes.filter((link) => to.isOpen[link] && !from.isOpen[link]),
    expandFirst: indexes.filter((link) => to.isExpanded[link] && !from.isExpanded[link]),
    steps,
    closeLast: indexes.filter((link) => from.isOpen[link] && !to.isOpen[link] && !needed.has(link)),
    shrinkLast: indexes.filter((link) => from.isExpanded[link] && !to.isExpanded[link] && !needed.has(link)),
    blocked: waiting.map((move) => {
      const [worst = { link: -1, lacksMbps: 0 }] = newLinks(move)
        .map((link) => ({ link, lacksMbps: move.mbps - (room[link] ?? 0) }))
        .sort((a, b) => b.lacksMbps - a.lacksMbps || a.link - b.link);
      return { flow: move.flow, ...worst };
    }),
  };
}

/** What has to go from which candidate to which, so that the one list of parts becomes the other. */
function sharesToMove(
  from: Assignment["parts"][number],
  to: Assignment["parts"][number],
): readonly Omit<Move, "flow">[] {
  const surplus = new Map<number, number>();
  for (const { primary, share } of from) surplus.set(primary, (surplus.get(primary) ?? 0) + share);
  for (const { primary, share } of to) surplus.set(primary, (surplus.get(primary) ?? 0) - share);
  const ascending = [...surplus].sort(([a], [b]) => a - b);
  const givers = ascending.filter(([, share]) => share > 1e-9).map(([candidate, share]) => ({ candidate, share }));
  const takers = ascending
    .filter(([, share]) => share < -1e-9)
    .map(([candidate, share]) => ({ candidate, share: -share }));
  const moves: Omit<Move, "flow">[] = [];
  for (const taker of takers) {
    for (const giver of from.length === 0 ? [{ candidate: -1, share: taker.share }] : givers) {
      const share = Math.min(giver.share, taker.share);
      if (share <= 1e-9) continue;
      moves.push({ from: giver.candidate, to: taker.candidate, share });
      giver.share -= share;
      taker.share -= share;
    }
  }
  return moves;
}

/** Those with the same old and new links together, the largest first; batches that free what others wait for first. */
function batchesOf(
  waiting: readonly Waiting[],
  linksOf: (flow: number, candidate: number) => readonly number[],
  lacks: Float64Array,
  oldLinks: (move: Move) => readonly number[],
): readonly (readonly Waiting[])[] {
  const batches = new Map<string, Waiting[]>();
  for (const move of waiting) {
    const key = `${linksOf(move.flow, move.from).join()}>${linksOf(move.flow, move.to).join()}`;
    const batch = batches.get(key);
    if (batch) batch.push(move);
    else batches.set(key, [move]);
  }
  return [...batches.values()]
    .map((batch) => {
      const [first] = batch;
      const mbps = batch.reduce((sum, move) => sum + move.mbps, 0);
      const freed = first ? oldLinks(first).reduce((sum, link) => sum + Math.min(mbps, lacks[link] ?? 0), 0) : 0;
      return { batch: batch.sort((a, b) => b.mbps - a.mbps || a.flow - b.flow), freed };
    })
    .sort((a, b) => b.freed - a.freed || (a.batch[0]?.flow ?? 0) - (b.batch[0]?.flow ?? 0))
    .map(({ batch }) => batch);
}

/** The smallest flow that lies where others want to go and has another candidate with room. */
function detourOf(
  waiting: readonly Waiting[],
  lacks: Float64Array,
  world: {
    readonly problem: ChoiceProblem;
    readonly isOpen: (link: number) => boolean;
    readonly linksOf: (flow: number, candidate: number) => readonly number[];
    readonly oldLinks: (move: Move) => readonly number[];
    readonly hasRoom: (move: Waiting) => boolean;
  },
): { readonly move: Waiting; readonly aside: Waiting } | undefined {
  const smallestFirst = waiting
    .filter((move) => move.from >= 0 && !move.hasDetoured)
    .sort((a, b) => a.mbps - b.mbps || a.flow - b.flow);
  for (const move of smallestFirst) {
    for (const candidate of world.problem.flows[move.flow]?.candidates.keys() ?? []) {
      if (candidate === move.from || candidate === move.to) continue;
      const aside: Waiting = { ...move, to: candidate };
      const isOpen = world.linksOf(move.flow, candidate).every(world.isOpen);
      const isHelping = world.oldLinks(aside).some((link) => (lacks[link] ?? 0) > 0);
      if (isOpen && isHelping && world.hasRoom(aside)) return { move, aside };
    }
  }
  return undefined;
}
