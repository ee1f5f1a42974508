import type { Incident, Overview } from "@skylane/core";
import { Link } from "@tanstack/react-router";
import { provenAfterMs } from "../incidents/filter.ts";
import { Status } from "../incidents/status.tsx";
import { ago } from "../shell/ago.ts";
import { took } from "../shell/clock.ts";
import { Card } from "../shell/page.tsx";
import { plain } from "../shell/plain-text.ts";

const SHOWN = 6;

/** What Skylane did of late, newest first, with its proof. */
export const LastIncidents = ({ overview: { incidents, atMs } }: { readonly overview: Overview }) => (
  <Card title="What Skylane did" head={<Link to="/incidents">all incidents</Link>}>
    {incidents.length === 0 && (
      <p className="empty">Nothing yet. When a path fails, what was moved, why and how it was proven appears here.</p>
    )}
    <ol className="did">
      {incidents.slice(0, SHOWN).map((incident) => (
        <li key={incident.id}>
          <Status status={incident.status} />
          <span className="did-what">
            <Link to="/incidents/$incidentId" params={{ incidentId: incident.id }}>
              {plain(incident.fromPathId)} → {plain(incident.toPathId ?? "nothing")}
            </Link>
            <span className="sub">{proofOf(incident)}</span>
          </span>
          <time className="sub" dateTime={new Date(incident.openedAtMs).toISOString()}>
            {ago(atMs - incident.openedAtMs)} ago
          </time>
        </li>
      ))}
    </ol>
  </Card>
);

function proofOf(incident: Incident): string {
  const { proof, reason } = incident;
  if (!proof) return plain(reason ?? "");
  const afterMs = provenAfterMs(incident);
  return `${proof.answeredCount} of ${proof.sentCount} requests answered${afterMs === undefined ? "" : ` after ${took(afterMs)}`}`;
}
