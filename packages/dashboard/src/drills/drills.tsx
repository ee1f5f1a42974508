import type { DrillList, DrillSummary } from "@skylane/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { fetchDrillSummary, fetchDrills, runDrill } from "../api/drills.ts";
import { monthName } from "../costs/words.ts";
import { counted } from "../explore/words.ts";
import { AskTwice } from "../shell/ask-twice.tsx";
import { clock, took } from "../shell/clock.ts";
import { Heading } from "../shell/heading.tsx";
import { Card, Page } from "../shell/page.tsx";
import { plain } from "../shell/plain-text.ts";
import { Scroll } from "../shell/scroll.tsx";
import { daysAgo, drillMonths, drillTone, rtoOf } from "./words.ts";
import "./drills.css";

const page = getRouteApi("/drills");
const KINDS = { official: "the cloud's own test", reroute: "an ordered move and back" } as const;

/** What is configured, the runs there were, and what was never tried. */
export function Drills() {
  const query = useQuery({ queryKey: ["drills"], queryFn: fetchDrills, refetchInterval: 2_000, retry: false });
  return (
    <Page title="Drills" query={query}>
      {(list) => (
        <>
          <header className="title">
            <Heading>Drills</Heading>
            <p className="sub">A failover that was never tried is a hope.</p>
          </header>
          <Configured list={list} />
          <Runs list={list} />
          <Coverage />
        </>
      )}
    </Page>
  );
}

function Configured({ list: { drills } }: { readonly list: DrillList }) {
  const client = useQueryClient();
  const run = async (drillId: string) => {
    await runDrill(drillId);
    await client.invalidateQueries({ queryKey: ["drills"] });
  };
  return (
    <Card title="Configured">
      {drills.length === 0 && (
        <p className="empty">
          None. Nothing is drilled that is not named under <code>drills</code> in skylane.yaml.
        </p>
      )}
      <ul className="drill-list">
        {drills.map(({ id, kind, groupIds, schedule, timeZone }) => (
          <li key={id}>
            <span className="drill-main">
              <strong>{plain(id)}</strong>
              <span className="sub">
                {KINDS[kind as keyof typeof KINDS] ?? plain(kind)} ·{" "}
                {groupIds.map(plain).join(", ") || "no group at act"}
              </span>
            </span>
            <span className="sub">
              {schedule === undefined ? "when somebody orders it" : `${plain(schedule)} ${plain(timeZone ?? "UTC")}`}
            </span>
            <AskTwice
              action="run-drill"
              label="Run now"
              sure={`Yes, drill ${counted(groupIds.length, "group")}`}
              run={() => run(id)}
            />
          </li>
        ))}
      </ul>
    </Card>
  );
}

const Runs = ({ list: { reports } }: { readonly list: DrillList }) => (
  <Card title="Runs" head={<span className="sub">newest first</span>}>
    {reports.length === 0 && <p className="empty">None yet. The first one tells whether the plan holds.</p>}
    <ul className="drill-list">
      {reports.map(({ run }) => (
        <li key={run.runId}>
          <span className="drill-main">
            <Link to="/drills/$runId" params={{ runId: run.runId }}>
              {plain(run.drillId)}: {plain(run.groupId)}
            </Link>
            <span className="sub">{run.measured ? rtoOf(run) : plain(run.reason)}</span>
          </span>
          <time className="sub" dateTime={new Date(run.orderedAtMs).toISOString()}>
            {clock(run.orderedAtMs)}
          </time>
          <span className={`status ${drillTone(run.status)}`}>{run.status}</span>
        </li>
      ))}
    </ul>
  </Card>
);

function Coverage() {
  const search = page.useSearch();
  const navigate = page.useNavigate();
  const months = drillMonths(new Date(), search.month);
  const month = search.month ?? months[0] ?? "";
  const { data, error } = useQuery({
    queryKey: ["drills", "summary", month],
    queryFn: () => fetchDrillSummary(month),
    refetchInterval: 30_000,
    retry: false,
  });
  return (
    <Card
      title="What was tried"
      head={
        <label className="sub">
          Month{" "}
          <select
            value={month}
            onChange={({ target }) => void navigate({ search: { month: target.value }, resetScroll: false })}
          >
            {months.map((one) => (
              <option key={one} value={one}>
                {monthName(one)}
              </option>
            ))}
          </select>
        </label>
      }
    >
      {error && (
        <p role="alert" className="error">
          {plain(error.message)}
        </p>
      )}
      {!data && !error && <p className="empty">Looking …</p>}
      {data && <Tried summary={data} />}
    </Card>
  );
}

const Tried = ({ summary: { paths, regions } }: { readonly summary: DrillSummary }) => (
  <>
    {paths.length === 0 && <p className="empty">No group is at act, so none can be drilled.</p>}
    {paths.length > 0 && (
      <Scroll label="Table of what was tried">
        <table>
          <thead>
            <tr>
              <th scope="col">Group</th>
              <th scope="col">Primary</th>
              <th scope="col" className="number">
                Passed
              </th>
              <th scope="col" className="number">
                Failed
              </th>
              <th scope="col" className="number">
                Aborted
              </th>
              <th scope="col" className="number">
                Refused
              </th>
              <th scope="col" className="number">
                Worst
              </th>
              <th scope="col" className="number">
                Target
              </th>
              <th scope="col">Last to its end</th>
            </tr>
          </thead>
          <tbody>
            {paths.map((path) => (
              <tr key={`${path.groupId} ${path.pathId}`}>
                <th scope="row">{plain(path.groupId)}</th>
                <td>
                  <Link to="/paths/$pathId" params={{ pathId: path.pathId }}>
                    {plain(path.pathId)}
                  </Link>
                </td>
                <td className="number">{path.passedCount}</td>
                <td className="number">{path.failedCount}</td>
                <td className="number">{path.abortedCount}</td>
                <td className="number">{path.refusedCount}</td>
                <td className="number">{path.worstRtoMs === undefined ? "–" : took(path.worstRtoMs)}</td>
                <td className="number">{path.targetRtoMs === undefined ? "–" : took(path.targetRtoMs)}</td>
                <td>{path.notDrilledDays === undefined ? <strong>never</strong> : daysAgo(path.notDrilledDays)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    )}
    {regions.length > 0 && (
      <Scroll label="Table of Regions and sites">
        <table className="of-regions">
          <thead>
            <tr>
              <th scope="col">Region or site</th>
              <th scope="col" className="number">
                Groups
              </th>
              <th scope="col" className="number">
                Tried in the month
              </th>
              <th scope="col" className="number">
                in the quarter
              </th>
            </tr>
          </thead>
          <tbody>
            {regions.map(({ regionId, groupCount, inMonthCount, inQuarterCount }) => (
              <tr key={regionId}>
                <th scope="row">{plain(regionId)}</th>
                <td className="number">{groupCount}</td>
                <td className="number">{inMonthCount}</td>
                <td className="number">{inQuarterCount}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    )}
  </>
);
