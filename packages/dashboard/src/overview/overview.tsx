import { useQuery } from "@tanstack/react-query";
import { fetchOverview } from "../api/overview.ts";
import { Waiting } from "../orders/waiting.tsx";
import { ago } from "../shell/ago.ts";
import { Heading } from "../shell/heading.tsx";
import { Lab } from "./lab.tsx";
import { Incidents } from "./last-incidents.tsx";
import { PathsTable } from "./paths-table.tsx";
import { Topology } from "./topology.tsx";
import { verdictOf } from "./verdict.ts";

/** The first page: is anything wrong, what did Skylane do, what needs me. */
export function Overview() {
  const { data, error, dataUpdatedAt } = useQuery({
    queryKey: ["overview"],
    queryFn: fetchOverview,
    refetchInterval: 1_000,
    retry: false,
  });
  if (!data)
    return (
      <div className="page">
        <header className="verdict watch">
          <Heading>{error ? "Skylane does not answer" : "Looking …"}</Heading>
          <p>{error ? error.message : "Asking for the state of the estate."}</p>
        </header>
      </div>
    );
  const verdict = verdictOf(data);
  return (
    <div className={error ? "page stale" : "page"}>
      {error && (
        <p role="alert" className="banner">
          No answer for {ago(Date.now() - dataUpdatedAt)}: this is what was last seen. {error.message}
        </p>
      )}
      <header className={`verdict ${verdict.tone}`}>
        <div>
          <Heading>{verdict.text}</Heading>
          <p>{verdict.detail}</p>
        </div>
        <dl>
          <div>
            <dt>Estate</dt>
            <dd>{data.estate}</dd>
          </div>
          <div>
            <dt>Kill switch</dt>
            <dd>{data.isStopped ? "ON: nothing is moved" : "off"}</dd>
          </div>
          <Waiting />
        </dl>
      </header>
      <Topology overview={data} />
      <div className="columns">
        <Incidents overview={data} />
        {data.labPath !== undefined && <Lab overview={data} labPath={data.labPath} />}
      </div>
      <PathsTable overview={data} />
    </div>
  );
}
