import type { TopologyConnection } from "@skylane/core";

/** What is known of one connection on a layer. */
export interface Known {
  readonly value: number;
  /** The whole of it, for a person: `62 % of 10 Gbps`. */
  readonly says: string;
}
export type Values = ReadonlyMap<string, Known>;

/** How a number is drawn: steps from thin and pale to wide and dark, and its words. */
export interface Scale {
  /** As a line begins: `Round trip`. */
  readonly name: string;
  /** Four, the lowest first; each is wider and darker than the one before. */
  readonly steps: readonly { readonly from: number; readonly says: string }[];
  /** What links that are one line make together: their sum, or the highest of them. */
  readonly combine: "sum" | "highest";
  /** On a line, as short as it goes. */
  readonly write: (value: number) => string;
  /** Lines below this step bear no number. */
  readonly writeFromStep: number;
}

/** What links are drawn by, in place of their states. */
export interface Layer {
  readonly scale: Scale;
  readonly values: Values;
}

/** A line on a layer. */
export interface Reading {
  /** Absent = not known of any of its links. */
  readonly step?: number;
  /** Absent like `step`. */
  readonly value?: number;
  /** On the line; may be empty. */
  readonly mark: string;
  /** In words. */
  readonly says: string;
}

/** Which step a value is on. */
export const stepOf = ({ steps }: Pick<Scale, "steps">, value: number): number =>
  Math.max(
    0,
    steps.findLastIndex(({ from }) => value >= from),
  );
/** Px of a line. */
export const stepWidth = (step: number): number => 2 + step * 1.6;

/** What a layer says of links that are one line. */
export function readingOf({ scale, values }: Layer, connections: readonly Pick<TopologyConnection, "id">[]): Reading {
  const known = connections.flatMap(({ id }) => values.get(id) ?? []);
  const [first] = known;
  if (!first) return { mark: "", says: `${scale.name}: not known` };
  const numbers = known.map(({ value }) => value);
  const value = scale.combine === "sum" ? numbers.reduce((sum, one) => sum + one, 0) : Math.max(...numbers);
  const step = stepOf(scale, value);
  const unknownCount = connections.length - known.length;
  const says =
    connections.length === 1 ? first.says : `${scale.combine === "sum" ? "together" : "at most"} ${scale.write(value)}`;
  return {
    step,
    value,
    mark: step < scale.writeFromStep ? "" : scale.write(value),
    says: `${scale.name}: ${says}${unknownCount > 0 ? `, not known of ${unknownCount}` : ""}`,
  };
}
