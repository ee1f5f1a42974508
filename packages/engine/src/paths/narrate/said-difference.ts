import type { Quantity } from "./scan-quantities.ts";

const BEFORE =
  /(?:\p{L}+ )?\b(?:sav(?:e[sd]?|ings?)|differences?|by|extra|additional|another|further|premium|discount)(?: (?:is|are|of|you|us|about|around|only|up|to|a|an|total))*[\s~\u2248]*$/iu;
const AFTER =
  /^ ?(?:more|less|fewer|cheaper|faster|quicker|slower|higher|lower|longer|shorter|larger|smaller|extra|dearer|pricier|costlier|better|worse|above|below|over|under|off|in savings|saved)(?!\p{L})/iu;
const DIFFERENCE =
  /sav|differ|extra|more|less|dear|cheap|fast|slow|change|gap|headroom|margin|premium|increase|decrease|over|above|below|under/i;
/** Directions that exclude each other. */
const OPPOSITES: readonly (readonly [RegExp, RegExp])[] = [
  [
    /more|extra|additional|higher|larger|longer|dear|pric|costlier|above|over|increase/i,
    /less|fewer|cheap|lower|smaller|shorter|below|under|off|sav|decrease|discount/i,
  ],
  [/slow/i, /fast|quick/i],
];

/** Whether a fact of this label may be said as the number is: as itself, or as the distance of two others in its direction. */
export function saysDifference(masked: string, { start, end }: Quantity, label: string): boolean {
  const before = BEFORE.exec(masked.slice(Math.max(0, start - 60), start))?.[0];
  const after = AFTER.exec(masked.slice(end))?.[0];
  if (before === undefined && after === undefined) return true;
  const said = `${before ?? ""} ${after ?? ""}`;
  const isOpposite = OPPOSITES.some(
    ([up, down]) =>
      (up.test(said) && !down.test(said) && down.test(label) && !up.test(label)) ||
      (down.test(said) && !up.test(said) && up.test(label) && !down.test(label)),
  );
  return DIFFERENCE.test(label) && !isOpposite;
}

/** The text without the comparisons that are numbers themselves: of `5 ms slower` nothing is left to claim. */
export const withoutDifferences = (masked: string, quantities: readonly Quantity[]): string =>
  quantities.reduce((left, { end }) => {
    const after = AFTER.exec(left.slice(end))?.[0] ?? "";
    return left.slice(0, end) + " ".repeat(after.length) + left.slice(end + after.length);
  }, masked);
