import type { IntentView } from "@skylane/core";
import { plain } from "../shell/plain-text.ts";
import { clouds } from "./slots.ts";
import { count, diffOf, monthly, stepMarks } from "./words.ts";

/** What is made in each cloud, object by object, and how far each is. */
export function Objects({ view }: { readonly view: IntentView }) {
  const diffs = diffOf(view);
  const ready = view.made.filter(({ state }) => state === "ready").length;
  const all = view.run.plan?.steps.length ?? 0;
  return (
    <section className="card" aria-labelledby="objects">
      <div className="card-head">
        <h2 id="objects">Objects</h2>
        {view.made.length > 0 && (
          <label className="progress">
            <span className="sub">
              {ready} of {count(all, "object")} ready
            </span>
            <progress max={all} value={ready} />
          </label>
        )}
      </div>
      {diffs.map(({ cloud, rows }) => (
        <details key={cloud} open={rows.length <= 30}>
          <summary>
            <strong>{cloud in clouds ? clouds[cloud as keyof typeof clouds] : plain(cloud)}</strong>{" "}
            <span className="sub">{count(rows.length, "object")}</span>
          </summary>
          <ul className="objects">
            {rows.map(({ id, summary, resource, state }) => {
              const [mark, name] = stepMarks[state];
              return (
                <li key={id} className={state}>
                  <span className="step-mark" aria-hidden="true">
                    {mark}
                  </span>
                  <span className="object-what">
                    {plain(summary)} <code>{plain(resource)}</code>
                  </span>
                  <span className="sub">{name}</span>
                </li>
              );
            })}
          </ul>
        </details>
      ))}
      {view.built && (
        <p className="sub">
          What stands costs {monthly(view.built.monthlyUsd)} a month at list price;{" "}
          {view.built.watches.some(({ by }) => by !== "nobody")
            ? "it is probed from now on."
            : "nobody looks after it."}
        </p>
      )}
    </section>
  );
}
