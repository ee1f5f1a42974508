import { foldSpans, type IncidentTraceView, type ShownSpan, shownSpans, type TraceView } from "@skylane/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { fetchTrace } from "../api/incidents.ts";
import { cloudName } from "../explore/words.ts";
import { clock, took } from "../shell/clock.ts";
import { Card } from "../shell/page.tsx";
import { cutOff, plain } from "../shell/plain-text.ts";
import { Scroll } from "../shell/scroll.tsx";
import { barOf, saidText } from "./bars.ts";

const OPEN_MS = 5_000;

/** What was done in an incident and how long each part took: a table, so that it can be read without its bars. */
export function Waterfall({ incidentId, isOpen }: { readonly incidentId: string; readonly isOpen: boolean }) {
  const [isWhole, setWhole] = useState(false);
  const { data, error } = useQuery({
    queryKey: ["trace", incidentId],
    queryFn: () => fetchTrace(incidentId),
    refetchInterval: isOpen ? OPEN_MS : false,
    retry: false,
  });
  const isFoldable = data?.traces.some(({ spans }) => foldSpans(spans).length < spans.length) ?? false;
  return (
    <Card
      title="Trace"
      head={
        isFoldable && (
          <label className="sub">
            <input type="checkbox" checked={isWhole} onChange={({ target }) => setWhole(target.checked)} /> every span
            by itself
          </label>
        )
      }
    >
      {error && (
        <p role="alert" className="error">
          {plain(error.message)}
        </p>
      )}
      {data === undefined && !error && <p className="empty">Looking …</p>}
      {data && <Traces view={data} isWhole={isWhole} />}
    </Card>
  );
}

function Traces({
  view: { traces, droppedSpanCount },
  isWhole,
}: {
  readonly view: IncidentTraceView;
  readonly isWhole: boolean;
}) {
  if (traces.length === 0)
    return <p className="empty">None is kept: spans are there once a step has ended, and for 90 days from then on.</p>;
  return (
    <>
      {traces.map((trace, i) => (
        <OneTrace key={trace.traceId} trace={trace} isWhole={isWhole} name={i === 0 ? "The move" : `The way back`} />
      ))}
      {droppedSpanCount > 0 && (
        <p className="sub">{droppedSpanCount} more spans were not kept: there was no room for them.</p>
      )}
    </>
  );
}

function OneTrace({
  trace: { traceId, startMs, durationMs, spans },
  isWhole,
  name,
}: {
  readonly trace: TraceView;
  readonly isWhole: boolean;
  readonly name: string;
}) {
  const rows = isWhole ? shownSpans(spans) : foldSpans(spans);
  return (
    <>
      <p className="sub trace-head">
        {name}: from {clock(startMs)}, {took(durationMs)}, {spans.length} spans, <code>{plain(traceId)}</code>
      </p>
      <Scroll label={`Waterfall of trace ${plain(traceId)}`}>
        <table className="waterfall">
          <thead>
            <tr>
              <th scope="col">What</th>
              <th scope="col" className="number">
                After
              </th>
              <th scope="col" className="number">
                Took
              </th>
              <th scope="col" className="span-track">
                0 – {took(durationMs)}
              </th>
              <th scope="col">Where, and how it ended</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <SpanRow key={row.spanId} row={row} totalMs={durationMs} />
            ))}
          </tbody>
        </table>
      </Scroll>
    </>
  );
}

function SpanRow({ row, totalMs }: { readonly row: ShownSpan; readonly totalMs: number }) {
  const { name, count, depth, offsetMs, durationMs, isError, cloud, attributes } = row;
  const { leftPercent, widthPercent } = barOf(row, totalMs);
  const facts = Object.entries(attributes);
  const called = `${cutOff(name, 60)}${count > 1 ? ` × ${count}` : ""}`;
  return (
    <tr className={isError ? "failed" : undefined}>
      <th scope="row" style={{ paddingLeft: `${depth * 16}px` }}>
        <span className="hidden">{depth > 0 ? `level ${depth + 1}: ` : ""}</span>
        {facts.length === 0 ? (
          called
        ) : (
          <details>
            <summary>{called}</summary>
            <dl className="attributes">
              {facts.map(([key, value]) => (
                <div key={key}>
                  <dt>{plain(key)}</dt>
                  <dd>{cutOff(String(value), 120)}</dd>
                </div>
              ))}
            </dl>
          </details>
        )}
      </th>
      <td className="number">{took(offsetMs)}</td>
      <td className="number">{took(durationMs)}</td>
      <td className="span-track" aria-hidden="true">
        <span className="track">
          <span className={`lasting ${row.kind}`} style={{ left: `${leftPercent}%`, width: `${widthPercent}%` }} />
        </span>
      </td>
      <td className="said">
        {cloud !== undefined && <strong>{cloudName(cloud)} </strong>}
        {isError && <span className="error">✕ failed </span>}
        {saidText(row)}
      </td>
    </tr>
  );
}
