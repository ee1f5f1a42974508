/** What one candidate makes of one file at each step of a threshold: points, to be added up over files. */
export type Points = readonly number[];

/** A draw of candidates that is the same each time: numbers in 0..1. */
export function draws(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** The candidate and threshold with the most points over `files`; the neighbours of a threshold count too, against luck. */
function choose(
  points: readonly (readonly Points[])[],
  files: readonly number[],
): Readonly<{ candidate: number; step: number }> {
  let best = { candidate: 0, step: 0, sum: Number.NEGATIVE_INFINITY };
  for (const [candidate, ofFiles] of points.entries()) {
    const steps = ofFiles[0]?.length ?? 0;
    const sums = Array.from({ length: steps }, (_, step) =>
      files.reduce((sum, file) => sum + at(ofFiles, file, step), 0),
    );
    for (let step = 0; step < steps; step++) {
      const sum = smooth(sums, step);
      if (sum > best.sum) best = { candidate, step, sum };
    }
  }
  return best;
}

/** Points that each file gets from what was chosen on the files of all other folds; by default each file is its own fold. */
export function heldOut(
  points: readonly (readonly Points[])[],
  foldOf: (file: number) => number = (file) => file,
): number[] {
  const all = Array.from({ length: points[0]?.length ?? 0 }, (_, file) => file);
  const chosen = new Map<number, ReturnType<typeof choose>>();
  return all.map((file) => {
    const fold = foldOf(file);
    const others = all.filter((other) => foldOf(other) !== fold);
    const best = chosen.get(fold) ?? choose(points, others);
    chosen.set(fold, best);
    return at(points[best.candidate] ?? [], file, best.step);
  });
}

const reach = 4;
const at = (ofFiles: readonly Points[], file: number, step: number): number => ofFiles[file]?.[step] ?? 0;

function smooth(sums: readonly number[], step: number): number {
  let sum = 0;
  let weights = 0;
  for (let off = -reach; off <= reach; off++) {
    const near = sums[step + off];
    if (near === undefined) continue;
    const weight = 1 - Math.abs(off) / (reach + 1);
    sum += weight * near;
    weights += weight;
  }
  return sum / weights;
}
