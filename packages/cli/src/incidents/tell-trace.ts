import { foldSpans, type IncidentTraceView, type ShownSpan, shownSpans, type TraceView } from "@skylane/core";
import colors from "picocolors";
import { span, table } from "../output.ts";
import { plain } from "../report/plain.ts";

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
  const rows = isWhole ? shownSpans(spans) : foldSpans(spans);
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

/** Where the span is in its trace; one cell at least, within the line at most. */
function bar({ offsetMs, durationMs, isError }: ShownSpan, totalMs: number): string {
  const cellMs = Math.max(totalMs, 1) / BAR_CELLS;
  const from = Math.min(BAR_CELLS - 1, Math.floor(offsetMs / cellMs));
  const to = Math.min(BAR_CELLS, Math.max(from + 1, Math.ceil((offsetMs + durationMs) / cellMs)));
  const drawn = "█".repeat(to - from);
  return `${" ".repeat(from)}${isError ? colors.red(drawn) : drawn}${" ".repeat(BAR_CELLS - to)}`;
}

/** Whom it spoke to, and how it ended. */
function said({ said: { server, changeId, end }, isError }: ShownSpan): string {
  const ended = isError ? colors.red(`✕ ${plain(end || "failed", 60)}`) : plain(end, 60);
  return [plain(server, 60), plain(changeId, 60), ended].filter((part) => part !== "").join("  ");
}
