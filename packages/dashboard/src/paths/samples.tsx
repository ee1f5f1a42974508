import type { PathDetail } from "@skylane/core";
import { Link } from "@tanstack/react-router";
import { clock } from "../shell/clock.ts";
import { Card } from "../shell/page.tsx";
import { plain } from "../shell/plain-text.ts";
import { Scroll } from "../shell/scroll.tsx";
import { StateMark } from "../shell/state-mark.tsx";
import { type PathSearch, pathHours } from "./address.ts";
import { LineChart } from "./line-chart.tsx";
import { seriesOf, shownFromMs, stateSpans, vantagesOf } from "./series.ts";
import { StateStrip } from "./state-strip.tsx";

const ROWS = 30;

/** Round trips against what is usual, loss and jitter, and the states that followed from them. */
export function Samples({ detail, search }: { readonly detail: PathDetail; readonly search: PathSearch }) {
  const vantages = vantagesOf(detail.minutes);
  const vantageId = vantages.find((id) => id === search.vantage) ?? vantages[0];
  return (
    <Card title="Samples" head={<Choices detail={detail} search={search} vantages={vantages} chosen={vantageId} />}>
      {vantageId === undefined ? (
        <p className="empty">No burst of probes is recorded in this time. The first is within a minute of the start.</p>
      ) : (
        <Seen detail={detail} vantageId={vantageId} />
      )}
    </Card>
  );
}

function Seen({ detail, vantageId }: { readonly detail: PathDetail; readonly vantageId: string }) {
  const series = seriesOf(detail.minutes, vantageId);
  const fromMs = shownFromMs(detail);
  const spans = stateSpans({ ...detail, fromMs }, vantageId);
  const [fromS, toS] = [fromMs / 1_000, detail.atMs / 1_000];
  const own = detail.minutes.filter((minute) => minute.vantageId === vantageId);
  return (
    <>
      <h3 className="part">Round trip</h3>
      <LineChart
        label="Round trip of each minute against its baseline; the table below has the figures"
        timesS={series.timesS}
        fromS={fromS}
        toS={toS}
        lines={[
          { label: "median", unit: "ms", values: series.rttP50Ms, color: "--up", how: "line" },
          { label: "baseline", unit: "ms", values: series.baselineMs, color: "--soft", how: "dashes" },
          { label: "high", unit: "ms", values: series.rttHighMs, color: "--up", how: "edge" },
          { label: "low", unit: "ms", values: series.rttLowMs, color: "--up", how: "edge" },
        ]}
        band={[2, 3]}
      />
      <h3 className="part">Loss and jitter</h3>
      <LineChart
        label="Share of probes lost, and jitter, of each minute; the table below has the figures"
        timesS={series.timesS}
        fromS={fromS}
        toS={toS}
        lines={[
          { label: "lost", unit: "%", values: series.lossPercent, color: "--down", how: "bars" },
          { label: "jitter", unit: "ms", values: series.jitterMs, color: "--degraded", how: "dashes" },
        ]}
      />
      <h3 className="part">States</h3>
      <StateStrip spans={spans} fromMs={fromMs} toMs={detail.atMs} />
      <details>
        <summary>
          {own.length === 1 ? "The minute" : `The last ${Math.min(ROWS, own.length)} minutes`} as a table
        </summary>
        <Scroll label="Table of minutes">
          <table>
            <thead>
              <tr>
                <th scope="col">At</th>
                <th scope="col">State</th>
                <th scope="col" className="number">
                  Median
                </th>
                <th scope="col" className="number">
                  Low to high
                </th>
                <th scope="col" className="number">
                  Jitter
                </th>
                <th scope="col" className="number">
                  Lost
                </th>
              </tr>
            </thead>
            <tbody>
              {own
                .slice(-ROWS)
                .toReversed()
                .map(({ atMs, state, rttP50Ms, rttLowMs, rttHighMs, jitterMs, sentCount, lostCount }) => (
                  <tr key={atMs}>
                    <th scope="row">{clock(atMs)}</th>
                    <td>
                      <StateMark state={state} />
                    </td>
                    <td className="number">{ms(rttP50Ms)}</td>
                    <td className="number">{rttLowMs === undefined ? "–" : `${ms(rttLowMs)} to ${ms(rttHighMs)}`}</td>
                    <td className="number">{ms(jitterMs)}</td>
                    <td className="number">{sentCount === undefined ? "–" : `${lostCount} of ${sentCount}`}</td>
                  </tr>
                ))}
            </tbody>
          </table>
        </Scroll>
      </details>
      <p className="sub">
        A burst of probes a minute. The median is of all its probes; the band from low to high and the jitter are of its
        last samples, which are kept one by one.
      </p>
    </>
  );
}

const ms = (value: number | undefined): string => (value === undefined ? "–" : `${value.toFixed(1)} ms`);

const Choices = ({
  detail: { pathId },
  search,
  vantages,
  chosen,
}: {
  readonly detail: PathDetail;
  readonly search: PathSearch;
  readonly vantages: readonly string[];
  readonly chosen: string | undefined;
}) => (
  <span className="choices-row">
    {vantages.length > 1 && (
      <nav className="views" aria-label="Seen from">
        {vantages.map((id) => (
          <Link
            key={id}
            to="/paths/$pathId"
            params={{ pathId }}
            search={{ ...search, vantage: id }}
            resetScroll={false}
            activeProps={{}}
            aria-current={id === chosen ? "page" : undefined}
          >
            {plain(id)}
          </Link>
        ))}
      </nav>
    )}
    <nav className="views" aria-label="How far back">
      {pathHours.map((hours) => (
        <Link
          key={hours}
          to="/paths/$pathId"
          params={{ pathId }}
          search={{ ...search, hours }}
          resetScroll={false}
          activeProps={{}}
          aria-current={hours === (search.hours ?? "1") ? "page" : undefined}
        >
          {hours} h
        </Link>
      ))}
    </nav>
  </span>
);
