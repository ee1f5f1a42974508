import type { TraceView } from "./traces.ts";

type Span = TraceView["spans"][number];

/** A line of a waterfall: a span, or several alike that followed one another, from the first to the last. */
export interface ShownSpan extends Span {
  /** How many spans it stands for. */
  readonly count: number;
  /** What its attributes tell a person; text from outside, empty where they say nothing. */
  readonly said: {
    /** Whom it spoke to. */
    readonly server: string;
    readonly changeId: string;
    /** How it ended: the rule or the outcome, of a failure the name of its error. */
    readonly end: string;
  };
}

/** Each span as a line of its own. */
export const shownSpans = (spans: readonly Span[]): readonly ShownSpan[] =>
  spans.map((span) => ({ ...span, count: 1, said: saidOf(span) }));

/** Spans as lines: one without others below it, and those that are alike right after it, are one line that lasts from the first to the last. */
export function foldSpans(spans: readonly Span[]): readonly ShownSpan[] {
  const rows: ShownSpan[] = [];
  const above = new Set(spans.map(({ parentSpanId }) => parentSpanId));
  const isAlike = (row: ShownSpan, next: ShownSpan): boolean =>
    row.depth === next.depth &&
    row.parentSpanId === next.parentSpanId &&
    row.name === next.name &&
    row.isError === next.isError &&
    Object.entries(next.said).every(([key, value]) => row.said[key as keyof ShownSpan["said"]] === value) &&
    !above.has(row.spanId) &&
    !above.has(next.spanId);
  for (const next of shownSpans(spans)) {
    const row = rows.at(-1);
    if (row && isAlike(row, next)) {
      const endMs = Math.max(row.offsetMs + row.durationMs, next.offsetMs + next.durationMs);
      rows[rows.length - 1] = { ...row, durationMs: endMs - row.offsetMs, count: row.count + 1 };
    } else rows.push(next);
  }
  return rows;
}

function saidOf({ attributes, isError }: Span): ShownSpan["said"] {
  const text = (name: string): string => (attributes[name] === undefined ? "" : String(attributes[name]));
  return {
    server: text("server.address"),
    changeId: text("skylane.change.id"),
    end: isError ? text("error.type") : text("skylane.rule") || text("skylane.outcome"),
  };
}
