import { Finding, type TopologyView } from "@skylane/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { fetchPathPlan } from "../api/path-plan.ts";
import { fetchTopology } from "../api/topology.ts";
import { FindingFacts } from "../explore/panel/finding-about.tsx";
import { counted, ruleNames, severities, usd } from "../explore/words.ts";
import { ago } from "../shell/ago.ts";
import { Chosen } from "../shell/chosen.tsx";
import { Heading } from "../shell/heading.tsx";
import { Card, Page } from "../shell/page.tsx";
import { cutOff, plain } from "../shell/plain-text.ts";
import { chosenFindings, counts } from "./chosen-findings.ts";
import "../explore/explore.css";
import "./audit.css";

const page = getRouteApi("/audit");
const SUBJECTS = 8;

/** What an audit of the last look found, and what breaks policy. */
export function Audit() {
  const query = useQuery({ queryKey: ["topology"], queryFn: fetchTopology, refetchInterval: 10_000, retry: false });
  return (
    <Page title="Audit" query={query}>
      {(view) => (
        <>
          <header className="title">
            <Heading>Audit</Heading>
            <p className="sub">
              {view.topology
                ? `What rules found in what was seen ${ago(Date.now() - view.topology.atMs)} ago, and what breaks policy.`
                : "Nothing has been looked at yet: the first look is made within some minutes of the start."}
            </p>
          </header>
          <PolicyFindings />
          <Findings view={view} />
        </>
      )}
    </Page>
  );
}

function Findings({ view: { findings, topology } }: { readonly view: TopologyView }) {
  const search = page.useSearch();
  const navigate = page.useNavigate();
  const shown = chosenFindings(findings, search);
  const atStake = shown.reduce((sum, { monthlyUsd = 0 }) => sum + monthlyUsd, 0);
  const toggle = (severity: Finding["severity"]) => {
    const next = severities.filter((one) => (one === severity) !== (search.severity?.includes(one) ?? false));
    void navigate({ search: { ...search, severity: next.length === 0 ? undefined : next }, resetScroll: false });
  };
  return (
    <Card
      title="Findings"
      head={
        <span className="sub">
          {shown.length} of {findings.length}
          {atStake > 0 && `, ${usd(atStake)} a month`}
        </span>
      }
    >
      <div className="audit-filters">
        <fieldset className="toggles">
          <legend className="hidden">Severity</legend>
          {counts(severities, findings, ({ severity }) => severity).map(({ key, count }) => (
            <button
              key={key}
              type="button"
              className="toggle"
              aria-pressed={search.severity?.includes(key) ?? false}
              onClick={() => toggle(key)}
            >
              {key} {count}
            </button>
          ))}
        </fieldset>
        <label className="sub">
          Rule{" "}
          <select
            value={search.rule ?? ""}
            onChange={({ target }) => {
              const rule = Finding.shape.rule.safeParse(target.value).data;
              void navigate({ search: { ...search, rule }, resetScroll: false });
            }}
          >
            <option value="">all</option>
            {counts(Finding.shape.rule.options, findings, ({ rule }) => rule).map(({ key, count }) => (
              <option key={key} value={key}>
                {ruleNames[key]} ({count})
              </option>
            ))}
          </select>
        </label>
      </div>
      {findings.length === 0 && (
        <p className="empty">
          {topology?.gaps.length === 0 ? "None: no rule found anything in what was seen." : "None in what was seen."}
        </p>
      )}
      {findings.length > 0 && shown.length === 0 && (
        <p className="empty">
          None is like this. <Link to="/audit">Show all {findings.length}</Link>.
        </p>
      )}
      <ol className="audit-list">
        {shown.map((finding) => (
          <li key={finding.id}>
            <Chosen isChosen={finding.id === search.select}>
              <summary>
                <span className={`severity ${finding.severity}`}>{finding.severity}</span>
                <span className="audit-title">{plain(finding.title)}</span>
                <span className="sub">
                  {ruleNames[finding.rule]}
                  {finding.monthlyUsd !== undefined && ` · ${usd(finding.monthlyUsd)} a month`}
                  {finding.flowIds.length > 0 && ` · ${counted(finding.flowIds.length, "flow")}`}
                </span>
              </summary>
              <FindingFacts finding={finding} />
              <p>
                <Link to="/explore" search={{ select: finding.id }}>
                  Show it in the picture
                </Link>
                {finding.subjects.slice(0, SUBJECTS).map((subject) => (
                  <span key={subject}>
                    {" · "}
                    <Link to="/explore" search={{ select: subject }} title={plain(subject)}>
                      {cutOff(subject, 40)}
                    </Link>
                  </span>
                ))}
              </p>
            </Chosen>
          </li>
        ))}
      </ol>
    </Card>
  );
}

/** What today's ways break, flows that no allowed way is left for, and single failures that are not survived. */
function PolicyFindings() {
  const { data, error } = useQuery({
    queryKey: ["path-plan"],
    queryFn: fetchPathPlan,
    refetchInterval: 60_000,
    retry: false,
  });
  if (!data)
    return (
      <Card title="Policy">
        <p className={error ? "error" : "empty"} role={error ? "alert" : undefined}>
          {error ? plain(error.message) : "Looking …"}
        </p>
      </Card>
    );
  const { comparison, refused, coverage } = data;
  const { broken } = comparison.today;
  const isWell = broken.length === 0 && refused.length === 0 && coverage.gaps.length === 0;
  return (
    <Card title="Policy" head={<span className="sub">by the plan of paths</span>}>
      {isWell && (
        <p className="empty">Every flow is on an allowed way, and survives every single failure that was looked at.</p>
      )}
      <ul className="plain-list">
        {broken.map((line) => (
          <li key={line}>
            <span className="severity high">broken today</span> {plain(line)}
          </li>
        ))}
        {refused.map(({ flowId, constraint, relaxation }) => (
          <li key={flowId}>
            <span className="severity critical">no allowed way</span> <strong>{plain(flowId)}</strong>:{" "}
            {plain(constraint)}. <span className="sub">{plain(relaxation)}</span>
          </li>
        ))}
        {coverage.gaps.slice(0, 20).map(({ flowId, riskId, because }) => (
          <li key={`${flowId} ${riskId}`}>
            <span className="severity medium">not survived</span> <strong>{plain(flowId)}</strong> if{" "}
            <code>{plain(riskId)}</code> fails:{" "}
            {because === "no-way" ? "no allowed way avoids it" : "another way has no room"}
          </li>
        ))}
      </ul>
      {coverage.gaps.length > 20 && <p className="sub">and {coverage.gaps.length - 20} more failures.</p>}
      <p className="sub">
        {coverage.survivedCount} of {coverage.caseCount} single failures would be survived by the plan.
      </p>
    </Card>
  );
}
