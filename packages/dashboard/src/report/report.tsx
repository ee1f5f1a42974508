import type { WeekReport } from "@skylane/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { fetchWeekReport } from "../api/reports.ts";
import { scopeName } from "../costs/words.ts";
import { clock, took } from "../shell/clock.ts";
import { Heading } from "../shell/heading.tsx";
import { Card, Page } from "../shell/page.tsx";
import { plain } from "../shell/plain-text.ts";
import { AvailabilityCard } from "./availability.tsx";
import { RecoveryCard } from "./recovery.tsx";
import { Table } from "./table.tsx";
import { dollars, reportWeeks, weekDates, weekVerdict } from "./words.ts";
import "./report.css";

const page = getRouteApi("/report");

/** A week: what needs people, what was achieved, what it cost. It prints on A4. */
export function Report() {
  const { week } = page.useSearch();
  const query = useQuery({
    queryKey: ["report", week ?? "last"],
    queryFn: () => fetchWeekReport(week),
    refetchInterval: 60_000,
    retry: false,
  });
  return (
    <Page title="Week" query={query}>
      {(report) => (
        <>
          <Head report={report} />
          <Needs report={report} />
          <RecoveryCard recovery={report.recovery} />
          <AvailabilityCard report={report} />
          <Incidents report={report} />
          <Drills report={report} />
          <Money report={report} />
        </>
      )}
    </Page>
  );
}

type Shown = { readonly report: WeekReport };

function Head({ report }: Shown) {
  const navigate = page.useNavigate();
  const { tone, text, detail } = weekVerdict(report);
  return (
    <header className={`verdict ${tone}`}>
      <div>
        <Heading>{text}</Heading>
        <p>{detail}</p>
        <p className="sub">
          {plain(report.estate)}, {weekDates(report.week)}, UTC. Written {clock(report.atMs)}
          {report.isWhole ? "" : ", before the week was over"}.
        </p>
      </div>
      <div className="report-tools">
        <label className="sub">
          Week{" "}
          <select
            value={report.week}
            onChange={({ target }) => void navigate({ search: { week: target.value }, resetScroll: false })}
          >
            {reportWeeks(Date.now(), report.week).map((one) => (
              <option key={one} value={one}>
                {one}
              </option>
            ))}
          </select>
        </label>
        <button type="button" onClick={() => window.print()}>
          Print, or save as PDF
        </button>
      </div>
    </header>
  );
}

const Needs = ({ report: { needs } }: Shown) => (
  <Card title="What needs people">
    {needs.length === 0 && <p className="empty">Nothing.</p>}
    <ul className="plain-list">
      {needs.map(({ tone, what, detail }) => (
        <li key={`${what}${detail}`}>
          <strong className={tone === "bad" ? "error" : undefined}>
            {tone === "bad" ? "✕ " : "◐ "}
            {plain(what)}
          </strong>
          <br />
          <span className="sub">{plain(detail)}</span>
        </li>
      ))}
    </ul>
  </Card>
);

const Incidents = ({ report: { incidents } }: Shown) => (
  <Card title="Incidents">
    {incidents.length === 0 && <p className="empty">None.</p>}
    {incidents.length > 0 && (
      <Table
        label="Incidents of the week"
        head={["When", "Group", "Cause", "Outcome"]}
        rows={incidents.map(({ id, openedAtMs, groupId, cause, status, toPathId, reason }) => ({
          key: id,
          cells: [
            <Link key="at" to="/incidents/$incidentId" params={{ incidentId: id }}>
              {clock(openedAtMs)}
            </Link>,
            plain(groupId),
            plain(cause),
            `${status.replaceAll("-", " ")}${toPathId === undefined ? "" : `, ${plain(toPathId)}`}${reason === undefined ? "" : `: ${plain(reason)}`}`,
          ],
        }))}
      />
    )}
  </Card>
);

const Drills = ({ report: { drills } }: Shown) => (
  <Card title="Drills">
    {drills.runs.length === 0 && <p className="empty">None in this week.</p>}
    {drills.runs.length > 0 && (
      <Table
        label="Drills of the week"
        head={["When", "Group", "Result", "Measured", "Allowed", "Why"]}
        numbers={[3, 4]}
        rows={drills.runs.map(({ runId, atMs, groupId, status, rtoMs, targetRtoMs, reason }) => ({
          key: runId,
          cells: [
            <Link key="at" to="/drills/$runId" params={{ runId }}>
              {clock(atMs)}
            </Link>,
            plain(groupId),
            status,
            rtoMs === undefined ? "–" : took(rtoMs),
            took(targetRtoMs),
            plain(reason),
          ],
        }))}
      />
    )}
    {drills.overdue.length > 0 && (
      <p className="sub">
        Not drilled to the end for a quarter:{" "}
        {drills.overdue
          .map(
            ({ groupId, notDrilledDays }) =>
              `${plain(groupId)} (${notDrilledDays === undefined ? "never" : `${notDrilledDays} days ago`})`,
          )
          .join(", ")}
        .
      </p>
    )}
  </Card>
);

const SUMS = [
  ["advised", "Advised this week"],
  ["open", "Waiting for a decision"],
  ["taken", "Taken this week"],
  ["verified", "Verified by the bill, so far"],
  ["missed", "Did not come true"],
] as const;

const Money = ({ report: { savings, costs } }: Shown) => (
  <div className="columns">
    <Card title="Savings">
      <Table
        label="Savings"
        head={["Savings", "Count", "A month"]}
        numbers={[1, 2]}
        rows={SUMS.map(([key, name]) => ({ key, cells: [name, savings[key].count, dollars(savings[key].monthlyUsd)] }))}
      />
    </Card>
    <Card title="Costs">
      {!costs && <p className="empty">No bill of this week is there.</p>}
      {costs && (
        <>
          <p>
            <strong>{dollars(costs.usd)}</strong>, {dollars(costs.usdBefore)} the week before.
          </p>
          {costs.movers.length > 0 && (
            <Table
              label="What changed most"
              head={["Changed most", "Week", "Before"]}
              numbers={[1, 2]}
              rows={costs.movers.map(({ scope, usd, usdBefore }) => ({
                key: `${scope.kind} ${scope.id}`,
                cells: [scopeName(scope), dollars(usd), dollars(usdBefore)],
              }))}
            />
          )}
        </>
      )}
    </Card>
  </div>
);
