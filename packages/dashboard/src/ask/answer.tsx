import type { AnsweredQuery, QueryCell, QueryColumn } from "@skylane/core";
import { Link } from "@tanstack/react-router";
import { Card } from "../shell/page.tsx";
import { cutMiddle, cutOff, plain } from "../shell/plain-text.ts";
import { Scroll } from "../shell/scroll.tsx";
import { Chart } from "./chart.tsx";
import { Insights } from "./insights.tsx";
import { isAmount, textOf, timeOf } from "./words.ts";

/** An answer: how the question was understood, a picture, a table, and what follows. */
export function Answer({
  answer,
  question,
  shown,
}: {
  readonly answer: AnsweredQuery;
  readonly question: string;
  readonly shown: string | undefined;
}) {
  const { understoodAs, readBy, range, chart, insights, notes, rows, columns, rowCount } = answer;
  return (
    <>
      <p className="understood">
        <span className="sub">Understood{readBy === "model" ? " with the model’s help" : ""} as</span>{" "}
        <strong>{plain(understoodAs)}</strong>
        <span className="sub">
          {timeOf(range.fromMs)} to {timeOf(range.untilMs)} UTC
        </span>
      </p>
      {insights.length > 0 && <Insights insights={insights} />}
      {chart && <Chart chart={chart} />}
      <Card title="Answer" head={<span className="sub">{rowCount === 1 ? "1 row" : `${rowCount} rows`}</span>}>
        {rows.length === 0 ? (
          <p className="empty">Nothing of this was found.</p>
        ) : (
          <Scroll label="Answer">
            <table className="answer">
              <thead>
                <tr>
                  {columns.map(({ label, kind }) => (
                    <th key={label} scope="col" className={isAmount(kind) ? "number" : undefined}>
                      {plain(label)}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {rows.map((row, i) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: rows of one answer never move
                  <tr key={i} aria-current={row.includes(shown ?? "-") || undefined}>
                    {row.map((cell, j) => (
                      <td
                        key={columns[j]?.label}
                        className={isAmount(columns[j]?.kind ?? "text") ? "number" : undefined}
                      >
                        <Cell cell={cell} kind={columns[j]?.kind ?? "text"} question={question} />
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </Scroll>
        )}
        {notes.map((note) => (
          <p key={note} className="sub note">
            {plain(note)}
          </p>
        ))}
      </Card>
    </>
  );
}

function Cell({
  cell,
  kind,
  question,
}: {
  readonly cell: QueryCell;
  readonly kind: QueryColumn["kind"];
  readonly question: string;
}) {
  const text = textOf(cell, kind);
  if (typeof cell !== "string") return text;
  if (kind === "request")
    return (
      <Link to="/ask" search={{ q: question, request: cell }} aria-label={`Show request ${plain(cell)}`}>
        {cutMiddle(cell, 11)}
      </Link>
    );
  if (kind === "path")
    return (
      <Link to="/paths/$pathId" params={{ pathId: cell }}>
        {cutMiddle(cell, 40)}
      </Link>
    );
  if (kind === "incident")
    return (
      <Link to="/incidents/$incidentId" params={{ incidentId: cell }}>
        {cutMiddle(cell, 40)}
      </Link>
    );
  return <span title={plain(text)}>{cutOff(text, 60)}</span>;
}
