import { type Incident, IncidentStatus } from "@skylane/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { fetchIncidents } from "../api/incidents.ts";
import { clock, took } from "../shell/clock.ts";
import { Heading } from "../shell/heading.tsx";
import { Page } from "../shell/page.tsx";
import { plain } from "../shell/plain-text.ts";
import { chosenIncidents, provenAfterMs } from "./filter.ts";
import { Status } from "./status.tsx";
import "./incidents.css";

const page = getRouteApi("/incidents");

/** The last incidents, newest first, and which of them are shown. */
export function Incidents() {
  const query = useQuery({
    queryKey: ["incidents"],
    queryFn: fetchIncidents,
    refetchInterval: 2_000,
    retry: false,
  });
  return (
    <Page title="Incidents" query={query}>
      {(incidents) => <Found incidents={incidents} />}
    </Page>
  );
}

function Found({ incidents }: { readonly incidents: readonly Incident[] }) {
  const search = page.useSearch();
  const navigate = page.useNavigate();
  const shown = chosenIncidents(incidents, search);
  const groups = [...new Set(incidents.map(({ groupId }) => groupId))].sort();
  const toggle = (status: IncidentStatus) => {
    const next = IncidentStatus.options.filter((one) => (one === status) !== (search.status?.includes(one) ?? false));
    void navigate({ search: { ...search, status: next.length === 0 ? undefined : next }, resetScroll: false });
  };
  return (
    <>
      <header className="title">
        <Heading>Incidents</Heading>
        <p className="sub">What failed, what was done, and what proves it.</p>
      </header>
      <section className="card" aria-label="Incidents">
        <div className="card-head">
          <fieldset className="toggles">
            <legend className="hidden">Status</legend>
            {IncidentStatus.options
              .map((status) => ({ status, count: incidents.filter((one) => one.status === status).length }))
              .filter(({ status, count }) => count > 0 || search.status?.includes(status))
              .map(({ status, count }) => (
                <button
                  key={status}
                  type="button"
                  className="toggle"
                  aria-pressed={search.status?.includes(status) ?? false}
                  onClick={() => toggle(status)}
                >
                  {status.replaceAll("-", " ")} {count}
                </button>
              ))}
          </fieldset>
          {groups.length > 1 && (
            <label className="sub">
              Group{" "}
              <select
                value={search.group ?? ""}
                onChange={({ target }) =>
                  void navigate({ search: { ...search, group: target.value || undefined }, resetScroll: false })
                }
              >
                <option value="">all</option>
                {groups.map((group) => (
                  <option key={group} value={group}>
                    {plain(group)}
                  </option>
                ))}
              </select>
            </label>
          )}
        </div>
        {incidents.length === 0 && (
          <p className="empty">None. When a path fails, what was moved, why and how it was proven appears here.</p>
        )}
        {incidents.length > 0 && shown.length === 0 && (
          <p className="empty">
            None is like this. <Link to="/incidents">Show all {incidents.length}</Link>.
          </p>
        )}
        <ol className="incident-list">
          {shown.map((incident) => (
            <Row key={incident.id} incident={incident} />
          ))}
        </ol>
      </section>
    </>
  );
}

function Row({ incident }: { readonly incident: Incident }) {
  const { id, status, groupId, fromPathId, toPathId, openedAtMs, proof, partOf, reason } = incident;
  const afterMs = provenAfterMs(incident);
  return (
    <li>
      <Status status={status} />
      <span className="incident-main">
        <Link to="/incidents/$incidentId" params={{ incidentId: id }}>
          {plain(fromPathId)} → {plain(toPathId ?? "nothing")}
        </Link>
        <span className="sub">
          {plain(groupId)}
          {partOf !== undefined && ` · part of ${plain(partOf)}`}
          {proof
            ? ` · ${proof.answeredCount} of ${proof.sentCount} proof requests answered`
            : reason !== undefined && ` · ${plain(reason)}`}
        </span>
      </span>
      <span className="incident-when">
        <time dateTime={new Date(openedAtMs).toISOString()}>{clock(openedAtMs)}</time>
        <span className="sub">{afterMs === undefined ? "not proven" : `proven after ${took(afterMs)}`}</span>
      </span>
    </li>
  );
}
