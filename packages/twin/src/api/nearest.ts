/** The names most like `wanted`: those that share the most pairs of neighbouring letters (Dice), three at most. */
export function nearest(wanted: string, known: readonly string[]): readonly string[] {
  const pairsOf = (name: string): Set<string> =>
    new Set(Array.from({ length: Math.max(0, name.length - 1) }, (_, i) => name.slice(i, i + 2)));
  const wantedPairs = pairsOf(wanted);
  const likeness = (name: string): number => {
    const pairs = pairsOf(name);
    const sharedCount = [...pairs].filter((pair) => wantedPairs.has(pair)).length;
    return (2 * sharedCount) / (pairs.size + wantedPairs.size || 1);
  };
  return [...known].sort((one, other) => likeness(other) - likeness(one)).slice(0, 3);
}
