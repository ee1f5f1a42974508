import type { DrillReport } from "@skylane/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { fetchDrillReport } from "../api/drills.ts";
import { clock, since, took } from "../shell/clock.ts";
import { Heading } from "../shell/heading.tsx";
import { Card, Page } from "../shell/page.tsx";
import { plain } from "../shell/plain-text.ts";
import { drillTone, rtoOf } from "./words.ts";
import "./drills.css";

const page = getRouteApi("/drills/$runId");

/** The report of one run: verdict, what was measured, what was read after, step by step, and its seal. */
export function DrillPage() {
  const { runId } = page.useParams();
  const query = useQuery({
    queryKey: ["drills", "run", runId],
    queryFn: () => fetchDrillReport(runId),
    refetchInterval: ({ state }) => (state.data?.run.endedAtMs === undefined ? 2_000 : false),
    retry: false,
  });
  return (
    <Page title={`Drill ${plain(runId)}`} query={query}>
      {(report) => <Report report={report} />}
    </Page>
  );
}

function Report({ report: { run, seal } }: { readonly report: DrillReport }) {
  const { measured, restored, timeline } = run;
  return (
    <>
      <header className={`verdict ${drillTone(run.status)}`}>
        <div>
          <Heading>
            {plain(run.groupId)}: {run.status}
          </Heading>
          <p>{plain(run.reason)}</p>
          <p>{rtoOf(run)}</p>
        </div>
        <dl>
          <div>
            <dt>Drill</dt>
            <dd>{plain(run.drillId)}</dd>
          </div>
          <div>
            <dt>Ordered</dt>
            <dd>
              {clock(run.orderedAtMs)} by {plain(run.by)}
            </dd>
          </div>
          <div>
            <dt>Took</dt>
            <dd>{run.endedAtMs === undefined ? "still on" : took(run.endedAtMs - run.orderedAtMs)}</dd>
          </div>
        </dl>
      </header>
      <div className="columns">
        <Card title="Measured">
          {!measured && <p className="empty">Nothing was measured.</p>}
          {measured && (
            <dl className="fact-row">
              <Fact name="Requests lost" value={`${measured.lostCount} of ${measured.sentCount}`} />
              <Fact name="Known to" value={took(measured.intervalMs)} />
              <Fact
                name="Order to backup"
                value={measured.switchMs === undefined ? "never" : took(measured.switchMs)}
              />
              <Fact name="Planned path" value={plain(measured.expectedPathId)} />
              <Fact name="Seen on" value={plain(measured.actualPathId ?? "not counted")} />
            </dl>
          )}
          {run.fromPathId !== undefined && (
            <p>
              Off{" "}
              <Link to="/paths/$pathId" params={{ pathId: run.fromPathId }}>
                {plain(run.fromPathId)}
              </Link>
              {run.toPathId !== undefined && (
                <>
                  {" "}
                  to{" "}
                  <Link to="/paths/$pathId" params={{ pathId: run.toPathId }}>
                    {plain(run.toPathId)}
                  </Link>
                </>
              )}
            </p>
          )}
        </Card>
        <Card title="After it">
          {!restored && <p className="empty">Nothing was read back yet.</p>}
          {restored && (
            <>
              <p>
                {restored.isAsBefore ? "✓ Everything reads as before." : "✕ Not everything is as before."}{" "}
                {restored.routesAsBeforeCount} of {restored.routeCount} routes.
              </p>
              <ul className="plain-list">
                {restored.open.map((line) => (
                  <li key={line} className="error">
                    {plain(line)}
                  </li>
                ))}
              </ul>
            </>
          )}
          <p className="sub">
            {seal
              ? `Sealed with key ${seal.keyId}: skylane drills verify says whether it was altered.`
              : "Not sealed: it still runs, or no key was set when it ended."}
          </p>
        </Card>
      </div>
      <Card title="Step by step">
        <ol className="timeline">
          {timeline.map(({ atMs, what }) => (
            <li key={`${atMs}${what}`}>
              <span className="at">{since(atMs - run.orderedAtMs)}</span>
              <span>{plain(what)}</span>
            </li>
          ))}
        </ol>
      </Card>
    </>
  );
}

const Fact = ({ name, value }: { readonly name: string; readonly value: string }) => (
  <div>
    <dt>{name}</dt>
    <dd>{value}</dd>
  </div>
);
