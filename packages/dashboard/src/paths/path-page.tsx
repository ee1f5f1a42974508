import type { Overview, PathDetail } from "@skylane/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { fetchOverview } from "../api/overview.ts";
import { fetchPath } from "../api/paths.ts";
import { wholeEstate, writeAddress } from "../explore/address.ts";
import { ago } from "../shell/ago.ts";
import { clock } from "../shell/clock.ts";
import { Heading } from "../shell/heading.tsx";
import { Card, Page } from "../shell/page.tsx";
import { plain } from "../shell/plain-text.ts";
import { Scroll } from "../shell/scroll.tsx";
import { StateMark } from "../shell/state-mark.tsx";
import { Carried } from "./carried.tsx";
import { historyOf } from "./history.ts";
import { PathOrders } from "./orders.tsx";
import { Plan } from "./plan.tsx";
import { Samples } from "./samples.tsx";
import { answeredRatio } from "./series.ts";
import { Slos } from "./slos.tsx";
import "./paths.css";

const page = getRouteApi("/paths/$pathId");
const TONES = { up: "good", degraded: "watch", down: "bad", unknown: "watch" } as const;
const SHOWN = 20;

/** One path: what it is, how it does, what is planned for it, what happened to it, and what may be ordered. */
export function PathPage() {
  const { pathId } = page.useParams();
  const search = page.useSearch();
  const hours = Number(search.hours ?? 1);
  const overview = useQuery({ queryKey: ["overview"], queryFn: fetchOverview, refetchInterval: 1_000, retry: false });
  const detail = useQuery({
    queryKey: ["path", pathId, hours],
    queryFn: () => fetchPath(pathId, hours),
    refetchInterval: 10_000 * hours,
    retry: false,
    placeholderData: (before) => (before?.pathId === pathId ? before : undefined),
  });
  const both = {
    data: detail.data && overview.data ? { detail: detail.data, overview: overview.data } : undefined,
    error: detail.error ?? overview.error,
    dataUpdatedAt: Math.min(detail.dataUpdatedAt, overview.dataUpdatedAt),
  };
  return (
    <Page title={`Path ${plain(pathId)}`} query={both}>
      {({ detail, overview }) => (
        <>
          <Head detail={detail} overview={overview} />
          <Samples detail={detail} search={search} />
          <div className="columns">
            <Plan detail={detail} overview={overview} />
            <Ordered detail={detail} overview={overview} />
          </div>
          <Carried detail={detail} path={overview.paths.find(({ id }) => id === detail.pathId)} />
          <Slos pathId={detail.pathId} />
          <div className="columns">
            <History detail={detail} overview={overview} />
            <Learnt detail={detail} />
          </div>
        </>
      )}
    </Page>
  );
}

interface Both {
  readonly detail: PathDetail;
  readonly overview: Overview;
}

function Head({ detail, overview }: Both) {
  const path = overview.paths.find(({ id }) => id === detail.pathId);
  const state = path?.state ?? "unknown";
  const last = detail.minutes.at(-1);
  return (
    <header className={`verdict ${TONES[state]}`}>
      <div>
        <Heading>{plain(detail.pathId)}</Heading>
        <p>
          <StateMark state={state} />
          {path?.sinceMs !== undefined && ` for ${ago(overview.atMs - path.sinceMs)}`}; {path?.role ?? "not planned"} of{" "}
          {plain(detail.groupId)}
          {path?.isCarrying ? ", carries its traffic" : ", carries nothing now"}. Over{" "}
          <a href={writeAddress({ ...wholeEstate, select: detail.connectionId })}>{plain(detail.connectionId)}</a>
          {path && `, probed from ${plain(path.vantageId)}`}.
        </p>
      </div>
      <dl>
        <Fact name="Round trip" value={ms(path?.rttP50Ms)} />
        <Fact name="Baseline" value={ms(path?.baselineRttMs)} />
        <Fact name="Jitter" value={ms(last?.jitterMs)} />
        <Fact name="Loss" value={path?.lossRatio === undefined ? "–" : `${Math.round(path.lossRatio * 100)} %`} />
      </dl>
    </header>
  );
}

const Fact = ({ name, value }: { readonly name: string; readonly value: string }) => (
  <div>
    <dt>{name}</dt>
    <dd>{value}</dd>
  </div>
);

function Ordered({ detail, overview }: Both) {
  const path = overview.paths.find(({ id }) => id === detail.pathId);
  return path ? <PathOrders key={path.id} path={path} overview={overview} /> : null;
}

function History({ detail, overview }: Both) {
  const history = historyOf(detail, overview.incidents);
  return (
    <Card title="History">
      {history.length === 0 && <p className="empty">Nothing happened to it in this time.</p>}
      <ol className="timeline">
        {history.slice(0, SHOWN).map(({ atMs, what, state, incidentId }) => (
          <li key={`${atMs}${what}`}>
            <time className="history-when" dateTime={new Date(atMs).toISOString()}>
              {clock(atMs)}
            </time>
            <span>
              {state && <StateMark state={state} />} {plain(what)}{" "}
              {incidentId !== undefined && (
                <Link to="/incidents/$incidentId" params={{ incidentId }}>
                  incident
                </Link>
              )}
            </span>
          </li>
        ))}
      </ol>
      {history.length > SHOWN && <p className="sub">and {history.length - SHOWN} before.</p>}
    </Card>
  );
}

const Learnt = ({ detail: { learnt } }: { readonly detail: PathDetail }) => (
  <Card title="Learnt over weeks">
    {learnt.length === 0 && <p className="empty">Nothing yet: it takes some minutes of probes.</p>}
    {learnt.length > 0 && (
      <Scroll label="Table of what was learnt">
        <table>
          <thead>
            <tr>
              <th scope="col">Seen from</th>
              <th scope="col" className="number">
                p50
              </th>
              <th scope="col" className="number">
                p95
              </th>
              <th scope="col" className="number">
                p99
              </th>
              <th scope="col" className="number">
                Answering
              </th>
            </tr>
          </thead>
          <tbody>
            {learnt.map(({ vantageId, rttP50Ms, rttP95Ms, rttP99Ms, days }) => (
              <tr key={vantageId}>
                <th scope="row">{plain(vantageId)}</th>
                <td className="number">{ms(rttP50Ms)}</td>
                <td className="number">{ms(rttP95Ms)}</td>
                <td className="number">{ms(rttP99Ms)}</td>
                <td className="number">{percent(answeredRatio(days))}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    )}
    <p className="sub">Round trips of weeks, older ones counting less; answering of the last 30 days it was seen.</p>
  </Card>
);

const ms = (value: number | undefined): string => (value === undefined ? "–" : `${value.toFixed(1)} ms`);
const percent = (ratio: number | undefined): string =>
  ratio === undefined ? "–" : `${(Math.floor(ratio * 100_000) / 1_000).toFixed(3)} %`;
