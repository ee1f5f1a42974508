import type { IncidentRecord, Overview } from "@skylane/core";
import { getRouteApi } from "@tanstack/react-router";
import { useEffect, useId, useState } from "react";
import { Topology } from "../overview/topology.tsx";
import { since } from "../shell/clock.ts";
import { plain } from "../shell/plain-text.ts";
import { overviewThen, standAt } from "./replay.ts";

const page = getRouteApi("/incidents/$incidentId");
const STEP_MS = 900;

/** The incident step by step: what was written down, and how the group stood then. */
export function Replayed({ record, overview }: { readonly record: IncidentRecord; readonly overview: Overview }) {
  const { timeline, incident, groupId } = record;
  const { step: asked } = page.useSearch();
  const navigate = page.useNavigate();
  const [isPlaying, setPlaying] = useState(false);
  const rangeId = useId();
  const last = timeline.length - 1;
  const step = Math.min(asked ?? last, last);
  const at = timeline[step];
  const go = (next: number) =>
    void navigate({ search: { step: Math.min(last, Math.max(0, next)) }, replace: true, resetScroll: false });
  // biome-ignore lint/correctness/useExhaustiveDependencies: one step after the other
  useEffect(() => {
    if (!isPlaying) return;
    if (step >= last) {
      setPlaying(false);
      return;
    }
    const timer = setTimeout(() => go(step + 1), STEP_MS);
    return () => clearTimeout(timer);
  }, [isPlaying, step, last]);
  if (!at) return null;
  const pathIds = overview.paths.filter((path) => path.groupId === groupId).map(({ id }) => id);
  const stand = standAt(record, pathIds, at.atMs);
  return (
    <>
      <section className="card" aria-label="Timeline">
        <div className="card-head">
          <h2>Timeline</h2>
          <span className="action">
            <button type="button" onClick={() => go(step - 1)} disabled={step === 0}>
              Back
            </button>
            <button
              type="button"
              onClick={() => {
                if (!isPlaying && step >= last) go(0);
                setPlaying(!isPlaying);
              }}
            >
              {isPlaying ? "Pause" : "Replay"}
            </button>
            <button type="button" onClick={() => go(step + 1)} disabled={step >= last}>
              Next
            </button>
          </span>
        </div>
        <label htmlFor={rangeId} className="hidden">
          Step
        </label>
        <input
          id={rangeId}
          className="steps"
          type="range"
          min={0}
          max={last}
          value={step}
          aria-valuetext={`${since(at.atMs - incident.openedAtMs)}: ${plain(at.what)}`}
          onChange={({ target }) => {
            setPlaying(false);
            go(Number(target.value));
          }}
        />
        <ol className="timeline replay">
          {timeline.map(({ atMs, what, source }, i) => (
            <li key={`${atMs}${what}`} className={i > step ? "later" : ""}>
              <button type="button" aria-current={i === step ? "step" : undefined} onClick={() => go(i)}>
                <span className="at">{since(atMs - incident.openedAtMs)}</span>
                <span className="source">{source === "health" ? "seen" : "done"}</span>
                <span>{plain(what)}</span>
              </button>
            </li>
          ))}
        </ol>
      </section>
      <Topology
        overview={overviewThen(overview, groupId, stand)}
        title={`As it stood ${since(at.atMs - incident.openedAtMs)}`}
        note={
          stand.carryingPathId === undefined
            ? "Routes were being changed: which path carried traffic is not known until it was proven."
            : `${plain(stand.carryingPathId)} carried the traffic of ${plain(groupId)}.`
        }
      />
    </>
  );
}
