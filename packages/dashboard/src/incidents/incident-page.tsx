import type { Incident, IncidentRecord, Overview } from "@skylane/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { fetchRecord } from "../api/incidents.ts";
import { failBack } from "../api/moves.ts";
import { fetchOverview } from "../api/overview.ts";
import { AskTwice } from "../shell/ask-twice.tsx";
import { clock, took } from "../shell/clock.ts";
import { Heading } from "../shell/heading.tsx";
import { Page } from "../shell/page.tsx";
import { plain } from "../shell/plain-text.ts";
import { Around, Changes } from "./changes.tsx";
import { Evidence } from "./evidence.tsx";
import { toneOf } from "./filter.ts";
import { Proof } from "./proof.tsx";
import { Replayed } from "./replayed.tsx";
import { Status } from "./status.tsx";
import { Waterfall } from "./waterfall.tsx";
import "./incidents.css";

const page = getRouteApi("/incidents/$incidentId");
const OPEN_MS = 2_000;
const CLOSED_MS = 60_000;

/** One incident: what was seen, what was decided, what was done, what proves it, and step by step how it stood. */
export function IncidentPage() {
  const { incidentId } = page.useParams();
  const overview = useQuery({ queryKey: ["overview"], queryFn: fetchOverview, refetchInterval: 2_000, retry: false });
  const record = useQuery({
    queryKey: ["incident", incidentId],
    queryFn: () => fetchRecord(incidentId),
    refetchInterval: ({ state }) => (state.data?.incident.closedAtMs === undefined ? OPEN_MS : CLOSED_MS),
    retry: false,
  });
  const both = {
    data: record.data && overview.data ? { record: record.data, overview: overview.data } : undefined,
    error: record.error ?? overview.error,
    dataUpdatedAt: Math.min(record.dataUpdatedAt, overview.dataUpdatedAt),
  };
  return (
    <Page title={`Incident ${plain(incidentId)}`} query={both}>
      {(value) => <Told {...value} />}
    </Page>
  );
}

function Told({ record, overview }: { readonly record: IncidentRecord; readonly overview: Overview }) {
  const { incident, provenAtMs, loss } = record;
  const { id, status, openedAtMs, closedAtMs, partOf, reason } = incident;
  return (
    <>
      <header className={`verdict ${toneOf(status)}`}>
        <div>
          <Heading>{plain(headlineOf(incident))}</Heading>
          <p>
            <Status status={status} /> {reason !== undefined && plain(reason)}
            {partOf !== undefined && (
              <>
                {" "}
                Part of{" "}
                <Link to="/incidents/$incidentId" params={{ incidentId: partOf }}>
                  {plain(partOf)}
                </Link>
                .
              </>
            )}
          </p>
          <p>
            <Way id={incident.fromPathId} /> →{" "}
            {incident.toPathId === undefined ? "nothing" : <Way id={incident.toPathId} />}
            {status === "moved" && (
              <>
                {" "}
                <AskTwice action="order-failback" label="Fail back" sure="Yes, fail back" run={() => failBack(id)} />
              </>
            )}
          </p>
        </div>
        <dl>
          <div>
            <dt>Opened</dt>
            <dd>{clock(openedAtMs)}</dd>
          </div>
          <div>
            <dt>First sign to proof</dt>
            <dd>{provenAtMs === undefined ? "not proven" : took(provenAtMs - (loss?.fromMs ?? openedAtMs))}</dd>
          </div>
          <div>
            <dt>Closed</dt>
            <dd>{closedAtMs === undefined ? "still open" : clock(closedAtMs)}</dd>
          </div>
        </dl>
      </header>
      <Replayed record={record} overview={overview} />
      <div className="columns">
        <Proof record={record} />
        <Around record={record} />
      </div>
      <Waterfall incidentId={id} isOpen={closedAtMs === undefined} />
      <Changes record={record} />
      <Evidence record={record} />
      <p className="sub">
        {plain(id)}, alert key <code>{plain(record.dedupKey)}</code>
      </p>
    </>
  );
}

const Way = ({ id }: { readonly id: string }) => (
  <Link to="/paths/$pathId" params={{ pathId: id }}>
    {plain(id)}
  </Link>
);

const HEADLINES: Readonly<Record<Incident["status"], (incident: Incident) => string>> = {
  open: ({ groupId, fromPathId }) => `${fromPathId} of ${groupId} has failed; it is being looked after`,
  moved: ({ groupId, toPathId }) => `${groupId} runs on ${toPathId ?? "its backup"}`,
  "repaired-by-routing": ({ groupId }) => `Routing repaired ${groupId} by itself`,
  refused: ({ groupId }) => `${groupId} stayed where it was`,
  "rolled-back": ({ groupId }) => `The move of ${groupId} was taken back`,
  "failed-back": ({ groupId, fromPathId }) => `${groupId} is on ${fromPathId} again`,
  "needs-human": ({ groupId }) => `${groupId} needs a person`,
};
const headlineOf = (incident: Incident): string => HEADLINES[incident.status](incident);
