import { distance } from "fastest-levenshtein";

/** The known names most like `wanted`, best first, at most three; none that are nothing like it. */
export function nearestNames(wanted: string, known: readonly string[]): readonly string[] {
  return known
    .map((name) => ({ name, apart: distance(wanted, name) }))
    .filter(({ name, apart }) => apart <= Math.max(2, Math.ceil(name.length / 2)))
    .sort((a, b) => a.apart - b.apart || a.name.localeCompare(b.name))
    .slice(0, 3)
    .map(({ name }) => name);
}
