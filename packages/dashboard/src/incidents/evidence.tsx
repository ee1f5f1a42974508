import type { IncidentRecord } from "@skylane/core";
import { clock } from "../shell/clock.ts";
import { Card } from "../shell/page.tsx";
import { plain } from "../shell/plain-text.ts";

const SIGNS = { answered: "|", lost: "✕", "not-sent": "?" } as const;

/** The probes around the first sign, one mark each: its height is the delay, a cross is a loss. */
export const Evidence = ({ record: { evidence } }: { readonly record: IncidentRecord }) => (
  <Card title="What the probes saw" head={<span className="sub">✕ lost · ? not sent · a bar is a delay</span>}>
    {evidence.every(({ samples }) => samples.length === 0) && (
      <p className="empty">No samples of that time are in the log any more.</p>
    )}
    {evidence
      .filter(({ samples }) => samples.length > 0)
      .map(({ pathId, vantageId, samples }) => {
        const top = Math.max(1, ...samples.map(({ rttMs }) => rttMs ?? 0));
        const lostCount = samples.filter(({ outcome }) => outcome === "lost").length;
        return (
          <figure key={`${pathId}${vantageId}`} className="witness">
            <figcaption>
              <strong>{plain(pathId)}</strong> seen from {plain(vantageId)}{" "}
              <span className="sub">
                from {clock(samples[0]?.atMs ?? Number.NaN)}: {lostCount} of {samples.length} lost
              </span>
            </figcaption>
            <div className="samples" aria-hidden="true">
              {samples.map(({ atMs, outcome, rttMs }) =>
                outcome === "answered" ? (
                  <span
                    key={atMs}
                    className={rttMs === undefined ? "bar untold" : "bar"}
                    style={{ height: rttMs === undefined ? 6 : 4 + (rttMs / top) * 26 }}
                    title={rttMs === undefined ? "answered" : `${rttMs.toFixed(1)} ms`}
                  />
                ) : (
                  <span key={atMs} className={outcome}>
                    {SIGNS[outcome]}
                  </span>
                ),
              )}
            </div>
          </figure>
        );
      })}
  </Card>
);
