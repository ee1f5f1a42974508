import type { Incident, Overview } from "@skylane/core";

/** What happened, newest first, with its proof and its timeline. */
export const Incidents = ({ overview }: { readonly overview: Overview }) => (
  <section className="card" aria-labelledby="incidents-title">
    <div className="card-head">
      <h2 id="incidents-title">Incidents</h2>
    </div>
    {overview.incidents.length === 0 && (
      <p className="empty">None. When a path fails, what was moved, why and how it was proven appears here.</p>
    )}
    <ol className="incidents">
      {overview.incidents.slice(0, 12).map((incident, i) => (
        <li key={incident.id}>
          <details open={i === 0}>
            <summary>
              <span className={`status ${incident.status}`}>{incident.status.replaceAll("-", " ")}</span>
              <span className="incident-what">
                {incident.fromPathId} → {incident.toPathId ?? "nothing"}
              </span>
              <time dateTime={new Date(incident.openedAtMs).toISOString()}>
                {new Date(incident.openedAtMs).toLocaleTimeString()}
              </time>
            </summary>
            <p className="sub">{proofOf(incident)}</p>
            <ol className="timeline">
              {incident.timeline.map(({ atMs, what }) => (
                <li key={`${atMs}${what}`}>
                  <span className="at">
                    {atMs >= incident.openedAtMs ? `+${((atMs - incident.openedAtMs) / 1_000).toFixed(2)} s` : ""}
                  </span>
                  {what}
                </li>
              ))}
            </ol>
          </details>
        </li>
      ))}
    </ol>
  </section>
);

function proofOf({ proof, reason }: Incident): string {
  if (!proof) return reason ?? "";
  const counted = proof.pathPacketCount === undefined ? "" : `, ${proof.pathPacketCount} packets on the path`;
  return `Proven by traffic: ${proof.answeredCount} of ${proof.sentCount} requests answered${counted}.`;
}
