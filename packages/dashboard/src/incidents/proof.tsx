import type { IncidentRecord } from "@skylane/core";
import { useQuery } from "@tanstack/react-query";
import { fetchPath } from "../api/paths.ts";
import { counted } from "../explore/words.ts";
import { took } from "../shell/clock.ts";
import { Card } from "../shell/page.tsx";
import { plain } from "../shell/plain-text.ts";

/** What traffic said after the move: requests out, answers back, and packets on the very path. */
export function Proof({ record }: { readonly record: IncidentRecord }) {
  const { incident, provenAtMs, loss } = record;
  const { proof, toPathId, fromPathId } = incident;
  const pathId = toPathId ?? fromPathId;
  const { data } = useQuery({
    queryKey: ["path", pathId, 1],
    queryFn: () => fetchPath(pathId, 1),
    retry: false,
    enabled: proof !== undefined,
  });
  const unanswered = proof === undefined ? 0 : proof.sentCount - proof.answeredCount;
  return (
    <Card title="Proof">
      {!proof && <p className="empty">{plain(incident.reason ?? "Traffic was not proven anywhere.")}</p>}
      {proof && (
        <>
          <dl className="fact-row">
            <div>
              <dt>Out</dt>
              <dd>{counted(proof.sentCount, "request")}</dd>
            </div>
            <div>
              <dt>Back</dt>
              <dd>
                {counted(proof.answeredCount, "answer")}
                {unanswered > 0 && <span className="error"> {unanswered} missing</span>}
              </dd>
            </div>
            <div>
              <dt>On {plain(pathId)}</dt>
              <dd>
                {proof.pathPacketCount === undefined ? "not countable" : counted(proof.pathPacketCount, "packet")}
              </dd>
            </div>
            {provenAtMs !== undefined && (
              <div>
                <dt>After</dt>
                <dd>{took(provenAtMs - incident.openedAtMs)}</dd>
              </div>
            )}
          </dl>
          <p className="sub">
            A request that is answered went out and came back: both directions carry traffic.{" "}
            {proof.pathPacketCount === undefined
              ? "No counter of the path can be read, so that it went over this path rests on the routes that were read back."
              : "The counter of the path's own interface says that it went over this path."}
          </p>
          {proof.flowIds.length > 0 && (
            <ul className="plain-list">
              {proof.flowIds.map((id) => {
                const flow = data?.flows.find((one) => one.id === id);
                return (
                  <li key={id}>
                    <strong>{plain(id)}</strong>{" "}
                    {flow && `${flow.source.ip} ⇄ ${flow.destination.ip}:${flow.destination.port}`}
                  </li>
                );
              })}
            </ul>
          )}
        </>
      )}
      {loss && (
        <p>
          {loss.missingCount > 0 ? "At least " : ""}
          {counted(loss.lostCount, "probe")} of {loss.knownCount} known {loss.lostCount === 1 ? "was" : "were"} lost
          {loss.toMs === undefined
            ? ""
            : ` in the ${took(loss.toMs - loss.fromMs)} from the first bad one to the proof`}
          .
        </p>
      )}
    </Card>
  );
}
