import { useQuery } from "@tanstack/react-query";
import { fetchOverview } from "./api.ts";
import { Incidents } from "./incidents.tsx";
import { Lab } from "./lab.tsx";
import { Waiting } from "./orders/waiting.tsx";
import { PathsTable } from "./paths-table.tsx";
import { Topology } from "./topology.tsx";
import { ago, verdictOf } from "./verdict.ts";

/** The first page: is anything wrong, what did Skylane do, what needs me. */
export function App() {
  const { data, error, dataUpdatedAt } = useQuery({
    queryKey: ["overview"],
    queryFn: fetchOverview,
    refetchInterval: 1_000,
    retry: false,
  });
  if (!data)
    return (
      <main className="page">
        <header className="verdict watch">
          <h1>{error ? "Skylane does not answer" : "Looking …"}</h1>
          <p>{error ? error.message : "Asking for the state of the estate."}</p>
        </header>
      </main>
    );
  const verdict = verdictOf(data);
  return (
    <main className={error ? "page stale" : "page"}>
      {error && (
        <p role="alert" className="banner">
          No answer for {ago(Date.now() - dataUpdatedAt)}: this is what was last seen. {error.message}
        </p>
      )}
      <header className={`verdict ${verdict.tone}`}>
        <div>
          <h1>{verdict.text}</h1>
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
    </main>
  );
}
