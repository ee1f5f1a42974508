import type { WhatIfImpact } from "@skylane/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { askWhatIf } from "../api/what-if.ts";
import { Heading } from "../shell/heading.tsx";
import { plain } from "../shell/plain-text.ts";
import { extraCost, type Fate, fatesOf, outcomes, verdictOf } from "./words.ts";

/** What becomes of the flows without these. */
export function Answer({ kill }: { readonly kill: readonly string[] }) {
  const { data, error, isFetching } = useQuery({
    queryKey: ["what-if", ...kill],
    queryFn: () => askWhatIf(kill),
    placeholderData: keepPreviousData,
    retry: false,
  });
  if (error || !data)
    return (
      <header className={`verdict ${error ? "bad" : "watch"}`}>
        <div>
          <Heading>{error ? "This cannot be answered" : "Trying it in thought …"}</Heading>
          <p role={error ? "alert" : undefined}>{error ? plain(error.message) : "Every way around it is searched."}</p>
        </div>
      </header>
    );
  const verdict = verdictOf(data);
  return (
    <>
      <header className={`verdict ${verdict.tone}`} aria-busy={isFetching}>
        <div>
          <Heading>{verdict.text}</Heading>
          <p>{verdict.detail}</p>
        </div>
      </header>
      {data.flows.length > 0 && <Flows impact={data} />}
      {data.overloads.length > 0 && <Overloads overloads={data.overloads} />}
    </>
  );
}

function Flows({ impact }: { readonly impact: WhatIfImpact }) {
  return (
    <section className="card" aria-labelledby="fates">
      <div className="card-head">
        <h2 id="fates">Who loses what</h2>
        <span className="sub">Round trips are estimated by distance; bytes at list price.</span>
      </div>
      <div className="scroll">
        <table className="fates">
          <thead>
            <tr>
              <th scope="col">Flows</th>
              <th scope="col">Way now</th>
              <th scope="col">Way then</th>
              <th scope="col" className="number">
                Round trip
              </th>
              <th scope="col" className="number">
                A month
              </th>
            </tr>
          </thead>
          <tbody>
            {fatesOf(impact.flows).map((fate) => (
              <Row key={fate.key} fate={fate} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

const NAMED = 3;

function Row({ fate: { outcome, flows, first, extraMonthlyUsd } }: { readonly fate: Fate }) {
  const { name, mark, says } = outcomes[outcome];
  const criticalCount = flows.filter((flow) => flow.class === "critical").length;
  return (
    <tr>
      <th scope="row">
        <span className={`outcome ${outcome}`}>
          <span aria-hidden="true">{mark}</span> {flows.length.toLocaleString("en-US")} {name}
        </span>
        {criticalCount > 0 && <strong className="critical"> {criticalCount} critical</strong>}
        {flows.length <= NAMED ? (
          <div className="sub">{flows.map(({ flowId }) => plain(flowId)).join(", ")}</div>
        ) : (
          <details>
            <summary className="sub">
              {flows
                .slice(0, NAMED)
                .map(({ flowId }) => plain(flowId))
                .join(", ")}{" "}
              …
            </summary>
            <div className="sub names">{flows.map(({ flowId }) => plain(flowId)).join(", ")}</div>
          </details>
        )}
      </th>
      <td>
        <Way ids={first.before.connectionIds} />
      </td>
      <td>{first.after ? <Way ids={first.after.connectionIds} /> : <span className="sub">{says}</span>}</td>
      <td className="number">
        {first.after ? `${rtt(first.before.rttMs)} → ${rtt(first.after.rttMs)}` : <span className="sub">–</span>}
      </td>
      <td className="number">{first.after ? extraCost(extraMonthlyUsd) : <span className="sub">–</span>}</td>
    </tr>
  );
}

const Way = ({ ids }: { readonly ids: readonly string[] }) => (
  <ol className="way">
    {ids.map((id) => (
      <li key={id}>
        <a href={`#/explore?select=${encodeURIComponent(id)}`}>{plain(id)}</a>
      </li>
    ))}
  </ol>
);

const rtt = (ms: number | undefined): string => (ms === undefined ? "?" : `${ms.toFixed(ms < 10 ? 1 : 0)} ms`);
const gigabits = (mbps: number): string =>
  mbps >= 1_000 ? `${(mbps / 1_000).toFixed(1)} Gbps` : `${Math.round(mbps)} Mbps`;

const Overloads = ({ overloads }: Pick<WhatIfImpact, "overloads">) => (
  <section className="card" aria-labelledby="overloads">
    <div className="card-head">
      <h2 id="overloads">Links too small for what comes to them</h2>
      <span className="sub">What flows need at their peaks, all at once.</span>
    </div>
    <ul className="links">
      {overloads.map(({ connectionId, bandwidthMbps, beforeMbps, neededMbps }) => (
        <li key={connectionId}>
          <a className="link-name" href={`#/explore?select=${encodeURIComponent(connectionId)}`}>
            {plain(connectionId)}
          </a>
          <span className="number">
            {gigabits(neededMbps)} of {gigabits(bandwidthMbps)}{" "}
            <span className="sub">
              ({Math.round((neededMbps / bandwidthMbps) * 100)} %, now {gigabits(beforeMbps)})
            </span>
          </span>
        </li>
      ))}
    </ul>
  </section>
);
