import type { RequestView } from "@skylane/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { fetchRequest } from "../api/query.ts";
import { Card } from "../shell/page.tsx";
import { cutOff, plain } from "../shell/plain-text.ts";
import { Scroll } from "../shell/scroll.tsx";
import { Insights } from "./insights.tsx";
import { numberOf, timeOf } from "./words.ts";

/** One request through its services: a table, so that it can be read without its bars. */
export function RequestCard({
  traceId,
  question,
}: {
  readonly traceId: string;
  readonly question: string | undefined;
}) {
  const { data, error } = useQuery({
    queryKey: ["request", traceId],
    queryFn: () => fetchRequest(traceId),
    refetchOnWindowFocus: false,
    retry: false,
  });
  return (
    <>
      <Card
        title={`Request ${traceId.slice(0, 8)}`}
        head={
          <Link to="/ask" search={question === undefined ? {} : { q: question }}>
            Close
          </Link>
        }
      >
        {error && (
          <p role="alert" className="error">
            {plain(error.message)}
          </p>
        )}
        {!data && !error && <p className="empty">Looking …</p>}
        {data && <Spans view={data} />}
      </Card>
      {data && data.insights.length > 0 && <Insights insights={data.insights} />}
    </>
  );
}

type Span = RequestView["spans"][number];

function Spans({ view: { traceId, startMs, durationMs, spans, droppedSpanCount } }: { readonly view: RequestView }) {
  return (
    <>
      <p className="sub">
        {timeOf(startMs)} UTC, {numberOf(durationMs, "ms")}, {spans.length} spans, <code>{plain(traceId)}</code>
        {droppedSpanCount > 0 && `; ${droppedSpanCount} more were not kept`}
      </p>
      <Scroll label="Spans of the request">
        <table className="request-spans">
          <thead>
            <tr>
              <th scope="col">What</th>
              <th scope="col">Where</th>
              <th scope="col" className="number">
                Took
              </th>
              <th scope="col" className="number">
                Itself
              </th>
              <th scope="col" className="span-bar">
                0 – {numberOf(durationMs, "ms")}
              </th>
            </tr>
          </thead>
          <tbody>
            {spans.map((span) => (
              <SpanRow key={span.spanId} span={span} totalMs={Math.max(durationMs, 0.001)} />
            ))}
          </tbody>
        </table>
      </Scroll>
    </>
  );
}

function SpanRow({ span, totalMs }: { readonly span: Span; readonly totalMs: number }) {
  const { name, service, cloud, region, depth, offsetMs, durationMs, selfMs, networkMs, isError, attributes } = span;
  const about = Object.entries(attributes).map(([key, value]) => `${key} = ${value}`);
  const left = Math.min(100, (offsetMs / totalMs) * 100);
  const width = Math.max(0.4, Math.min(100 - left, (durationMs / totalMs) * 100));
  return (
    <tr className={isError ? "failed" : undefined}>
      <th scope="row" style={{ paddingLeft: `${Math.min(depth, 12) * 14}px` }} title={plain(about.join("\n"))}>
        <span className="hidden">{depth > 0 ? `level ${depth + 1}: ` : ""}</span>
        {isError && <span className="error">✕ </span>}
        {cutOff(name, 56)}
      </th>
      <td>
        {cutOff(service, 32)} <span className="sub">{cutOff([cloud, region].filter(Boolean).join(" "), 32)}</span>
      </td>
      <td className="number">{numberOf(durationMs, "ms")}</td>
      <td className="number">
        {networkMs === undefined ? numberOf(selfMs, "ms") : `${numberOf(networkMs, "ms")} on the way`}
      </td>
      <td className="span-bar">
        <svg className="bar" aria-hidden="true">
          <rect x={`${left.toFixed(2)}%`} width={`${width.toFixed(2)}%`} height="100%" />
        </svg>
      </td>
    </tr>
  );
}
