import type { IntentList } from "@skylane/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { fetchIntents } from "../api/intents.ts";
import { ago } from "../shell/ago.ts";
import { Heading } from "../shell/heading.tsx";
import { cutOff, plain } from "../shell/plain-text.ts";
import { Ask } from "./ask.tsx";
import { count, statuses } from "./words.ts";
import "./intents.css";

/** What was asked for, newest first, and where to ask for more. */
export function Intents() {
  const { data, error } = useQuery({
    queryKey: ["intents"],
    queryFn: fetchIntents,
    refetchInterval: 2_000,
    retry: false,
  });
  const waiting = data?.runs.filter(({ status }) => status === "awaiting-approval").length ?? 0;
  return (
    <div className={error ? "page stale intents" : "page intents"}>
      {error && (
        <p role="alert" className="banner">
          {data ? "This is what was last seen. " : ""}
          {plain(error.message)}
        </p>
      )}
      <header className={`verdict ${waiting > 0 ? "watch" : "good"}`}>
        <div>
          <Heading>
            {data === undefined
              ? "Looking …"
              : waiting > 0
                ? `${count(waiting, "request")} ${waiting === 1 ? "waits" : "wait"} for a signature`
                : "Connections that people asked for"}
          </Heading>
          <p>Said in plain words, shown as a plan, signed, built, proven by traffic; and undone to how it was.</p>
        </div>
      </header>
      <Ask />
      {data && <Runs list={data} />}
    </div>
  );
}

const Runs = ({ list: { runs, atMs } }: { readonly list: IntentList }) => (
  <section className="card" aria-labelledby="asked">
    <div className="card-head">
      <h2 id="asked">Asked for</h2>
      <span className="sub">{count(runs.length, "request")}</span>
    </div>
    {runs.length === 0 && <p className="empty">Nothing was asked for yet.</p>}
    <ul className="runs">
      {runs.map(({ id, title, status, askedBy, askedAtMs, intentCount, neededSignatureCount }) => (
        <li key={id}>
          <Link to="/intents/$id" params={{ id }} className="run-title">
            {cutOff(title, 110)}
          </Link>
          <span className={`status ${statuses[status].tone}`}>{statuses[status].name}</span>
          <span className="sub">
            {[
              ...(intentCount > 1 ? [count(intentCount, "connection")] : []),
              ...(status === "awaiting-approval" && neededSignatureCount
                ? [`needs ${count(neededSignatureCount, "signature")}`]
                : []),
              `${plain(askedBy)}, ${ago(atMs - askedAtMs)} ago`,
            ].join(" · ")}
          </span>
        </li>
      ))}
    </ul>
  </section>
);
