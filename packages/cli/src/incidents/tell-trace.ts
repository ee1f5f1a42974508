import type { IncidentTraceView, TraceView } from "@skylane/core";
import colors from "picocolors";
import { span, table } from "../output.ts";
import { plain } from "../report/plain.ts";

type Row = TraceView["spans"][number] & { readonly count: number };

const BAR_CELLS = 32;

/** The traces of an incident for people: one line a span, its bar where it was in time. What was done many times in a row is one line, unless `isWhole`. */
export function tellTrace({ incidentId, traces, droppedSpanCount }: IncidentTraceView, isWhole: boolean): string {
  if (traces.length === 0)
    return `No trace of ${plain(incidentId, 80)} is kept: it is older than 90 days, or from before traces were kept.`;
  const told = traces.map((trace) => tellOne(trace, isWhole)).join("\n\n");
  return droppedSpanCount === 0
    ? told
    : `${told}\n\n${colors.yellow(`${droppedSpanCount} more spans were not kept: there was no room for them.`)}`;
}

/** One trace, a line a span. */
export function tellOne(trace: TraceView, isWhole: boolean): string {
  const { traceId, startMs, durationMs, spans } = trace;
  const rows = isWhole ? spans.map((one): Row => ({ ...one, count: 1 })) : folded(spans);
  const at = new Date(startMs).toISOString().replace("T", " ").slice(0, 23);
  return [
    `${colors.bold(`trace ${traceId}`)}  ${at} UTC, ${span(durationMs)}, ${spans.length} spans`,
    table(
      ["after", "took", "", "what", "where", ""],
      rows.map((row) => [
        span(row.offsetMs),
        span(row.durationMs),
        bar(row, durationMs),
        `${"  ".repeat(row.depth)}${plain(row.name, 60)}${row.count > 1 ? ` × ${row.count}` : ""}`,
        plain(row.cloud ?? "", 20),
        said(row),
      ]),
      [0, 1],
    ),
  ].join("\n");
}

/** A span without others below it, and those of the same kind right after it, as one that lasts from the first to the last. */
function folded(spans: TraceView["spans"]): readonly Row[] {
  const rows: Row[] = [];
  const above = new Set(spans.map(({ parentSpanId }) => parentSpanId));
  const isAlike = (row: Row, next: TraceView["spans"][number]): boolean =>
    row.depth === next.depth &&
    row.parentSpanId === next.parentSpanId &&
    row.name === next.name &&
    said(row) === said(next) &&
    !above.has(row.spanId) &&
    !above.has(next.spanId);
  for (const next of spans) {
    const row = rows.at(-1);
    if (row && isAlike(row, next)) {
      const endMs = Math.max(row.offsetMs + row.durationMs, next.offsetMs + next.durationMs);
      rows[rows.length - 1] = { ...row, durationMs: endMs - row.offsetMs, count: row.count + 1 };
    } else rows.push({ ...next, count: 1 });
  }
  return rows;
}

/** Where the span is in its trace; one cell at least, within the line at most. */
function bar({ offsetMs, durationMs, isError }: Row, totalMs: number): string {
  const cellMs = Math.max(totalMs, 1) / BAR_CELLS;
  const from = Math.min(BAR_CELLS - 1, Math.floor(offsetMs / cellMs));
  const to = Math.min(BAR_CELLS, Math.max(from + 1, Math.ceil((offsetMs + durationMs) / cellMs)));
  const drawn = "█".repeat(to - from);
  return `${" ".repeat(from)}${isError ? colors.red(drawn) : drawn}${" ".repeat(BAR_CELLS - to)}`;
}

/** Whom it spoke to, and how it ended. */
function said({ attributes, isError }: TraceView["spans"][number]): string {
  const text = (name: string): string => (attributes[name] === undefined ? "" : plain(String(attributes[name]), 60));
  const end = isError
    ? colors.red(`✕ ${text("error.type") || "failed"}`)
    : text("skylane.rule") || text("skylane.outcome");
  return [text("server.address"), text("skylane.change.id"), end].filter((part) => part !== "").join("  ");
}
