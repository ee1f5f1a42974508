import type { OverrideList } from "@skylane/core";
import { endOverride } from "../api/orders.ts";
import { ago } from "../shell/ago.ts";
import { AskTwice } from "../shell/ask-twice.tsx";
import { plain } from "../shell/plain-text.ts";

const TO = { avoid: "keep off", prefer: "keep to" } as const;

/** What people have ordered for single paths, and the routes that moves hold away from where they belong. */
export const Overrides = ({ value, nowMs }: { readonly value: OverrideList; readonly nowMs: number }) => (
  <section className="card" aria-labelledby="overrides-title">
    <div className="card-head">
      <h2 id="overrides-title">Orders in force</h2>
      <span className="sub">They win over what Skylane would decide.</span>
    </div>
    {value.paths.length === 0 && value.moves.length === 0 ? (
      <p className="empty">None: all traffic is where Skylane has it by itself.</p>
    ) : (
      <ul className="in-force">
        {value.paths.map(({ pathId, groupId, to, by, reason, setAtMs, untilMs }) => (
          <li key={pathId}>
            <p className="what">
              <span className="status">{TO[to]}</span> <strong>{pathId}</strong> <span className="sub">{groupId}</span>
            </p>
            <p className="why">
              {plain(by)}
              <span className="sub">{plain(reason)}</span>
            </p>
            <p className="sub">
              since {clock(setAtMs)}, until {clock(untilMs)} ({ago(untilMs - nowMs)} left)
            </p>
            <AskTwice action="override-path" label="End" sure="Yes, end it" run={() => endOverride(pathId)} />
          </li>
        ))}
        {value.moves.map(({ groupId, incidentId, fromPathId, toPathId, storedAtMs, ending }) => (
          <li key={incidentId}>
            <p className="what">
              <span className="status moved">{ending ? ending.stage.replaceAll("-", " ") : "moved"}</span>{" "}
              <strong>
                {fromPathId} → {toPathId ?? "nothing"}
              </strong>{" "}
              <span className="sub">{groupId}</span>
            </p>
            <p className="why">
              {ending ? "The watchdog ends it" : "A move that stands"}
              <span className="sub">{incidentId}</span>
            </p>
            <p className="sub">since {clock(storedAtMs)}, until traffic is moved back</p>
          </li>
        ))}
      </ul>
    )}
  </section>
);

const clock = (ms: number): string =>
  new Date(ms).toLocaleString(undefined, { weekday: "short", hour: "2-digit", minute: "2-digit" });
