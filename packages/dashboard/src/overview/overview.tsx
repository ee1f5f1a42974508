import { useQuery } from "@tanstack/react-query";
import { fetchOverview } from "../api/overview.ts";
import { Waiting } from "../orders/waiting.tsx";
import { ago } from "../shell/ago.ts";
import { Heading } from "../shell/heading.tsx";
import { plain } from "../shell/plain-text.ts";
import { Lab } from "./lab.tsx";
import { LastIncidents } from "./last-incidents.tsx";
import { Needs } from "./needs.tsx";
import { PathsTable } from "./paths-table.tsx";
import { Topology } from "./topology.tsx";
import { verdictOf } from "./verdict.ts";
import "./overview.css";

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
          <p>{error ? plain(error.message) : "Asking for the state of the estate."}</p>
        </header>
      </div>
    );
  const verdict = verdictOf(data);
  return (
    <div className={error ? "page stale" : "page"}>
      {error && (
        <p role="alert" className="banner">
          No answer for {ago(Date.now() - dataUpdatedAt)}: this is what was last seen. {plain(error.message)}
        </p>
      )}
      <header className={`verdict ${verdict.tone}`}>
        <div>
          <Heading>{plain(verdict.text)}</Heading>
          <p>{plain(verdict.detail)}</p>
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
      <div className="columns even">
        <Needs overview={data} />
        <LastIncidents overview={data} />
      </div>
      <Topology overview={data} />
      <PathsTable overview={data} />
      {data.labPath !== undefined && <Lab overview={data} labPath={data.labPath} />}
    </div>
  );
}
