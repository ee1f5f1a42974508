import type { Approval, ApprovalList } from "@skylane/core";
import { decideApproval } from "../api/orders.ts";
import { ago } from "../shell/ago.ts";
import { AskTwice } from "../shell/ask-twice.tsx";
import { plain } from "../shell/plain-text.ts";

const SHOWN = 8;
const ENDED = { pending: "ran out of time", approved: "approved", rejected: "rejected", stale: "out of date" } as const;

/** Moves that wait for an approver, and what became of the last ones. */
export const Approvals = ({ value: { atMs, approvals } }: { readonly value: ApprovalList }) => {
  const waiting = approvals.filter((one) => one.status === "pending" && atMs < one.expiresAtMs);
  const ended = approvals.filter((one) => !waiting.includes(one)).slice(0, SHOWN);
  return (
    <section className="card" aria-labelledby="approvals-title">
      <div className="card-head">
        <h2 id="approvals-title">Approvals</h2>
        <span className="sub">Moves that reach far wait for an approver.</span>
      </div>
      {approvals.length === 0 && <p className="empty">None was ever asked for.</p>}
      {approvals.length > 0 && waiting.length === 0 && <p className="empty">None waits.</p>}
      {waiting.length > 0 && (
        <ul className="waiting">
          {waiting.map((approval) => (
            <li key={approval.id}>
              <p className="waiting-what">
                <span>
                  <strong>{approval.groupId}</strong>: {approval.fromPathId} → {approval.toPathId}
                </span>
                <span className="status open">{ago(approval.expiresAtMs - atMs)} left</span>
              </p>
              <p className="sub">{plain(approval.reason)}</p>
              <dl className="touches">
                <Touches what="flows" value={approval.radius.flowCount} />
                <Touches what="critical" value={approval.radius.criticalFlowCount} />
                <Touches what="Mbps at the peak" value={Math.round(approval.radius.neededMbps)} />
                <Touches what="groups away" value={approval.radius.groupCount} />
              </dl>
              <p className="sub">
                Asked by {plain(approval.askedBy ?? "Skylane")}, plan <code>{approval.planHash.slice(0, 12)}</code>
              </p>
              <span className="action">
                <AskTwice
                  action="decide-approval"
                  label="Approve"
                  sure="Yes, move the traffic"
                  run={() => decideApproval(approval, "approve")}
                />
                <AskTwice
                  action="decide-approval"
                  label="Reject"
                  sure="Yes, reject"
                  run={() => decideApproval(approval, "reject")}
                />
              </span>
            </li>
          ))}
        </ul>
      )}
      {ended.length > 0 && (
        <ul className="decided">
          {ended.map((approval) => (
            <li key={approval.id}>
              <span className={`status ${approval.status === "approved" ? "approved" : "refused"}`}>
                {ENDED[approval.status]}
              </span>
              <span className="decided-what">
                {approval.groupId}: {approval.fromPathId} → {approval.toPathId}
              </span>
              <span className="sub">{saidBy(approval)}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
};

const Touches = ({ what, value }: { readonly what: string; readonly value: number }) => (
  <div>
    <dt>{what}</dt>
    <dd>{value.toLocaleString("en-US")}</dd>
  </div>
);

const saidBy = (approval: Approval): string =>
  approval.status === "pending" ? "nobody decided" : plain(`${approval.decidedBy}: ${approval.note}`);
