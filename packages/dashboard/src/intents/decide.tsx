import type { IntentRun, IntentVerb, IntentView } from "@skylane/core";
import { useQueryClient } from "@tanstack/react-query";
import { useId } from "react";
import * as z from "zod";
import { orderIntent } from "../api/intents.ts";
import { useDraft } from "../session/use-draft.ts";
import { AskTwice } from "../shell/ask-twice.tsx";
import { plain } from "../shell/plain-text.ts";
import { count, riskNames } from "./words.ts";

const Reason = z.string().max(500);
type Status = IntentRun["status"];
const OPEN: readonly Status[] = ["questions", "refused", "violating", "designed", "awaiting-approval"];
const STANDING: readonly Status[] = ["fulfilled", "approved", "provisioning", "proving", "stuck"];

/** What can be ordered of it now: sign the plan as it is shown, turn it down, take it back, undo it. */
export function Decide({ view: { run, neededSignatureCount = 0 } }: { readonly view: IntentView }) {
  const client = useQueryClient();
  const [reason, setReason, forgetReason] = useDraft(`intent ${run.id}`, Reason, "");
  const reasonId = useId();
  const { id, status, plan, signatures } = run;
  const order = (verb: IntentVerb) => async (): Promise<void> => {
    await orderIntent(id, verb, {
      ...(verb === "approve" && plan && { planHash: plan.hash }),
      reason: reason.trim() === "" ? "decided on the page" : reason.trim(),
    });
    forgetReason();
    await client.invalidateQueries({ queryKey: ["intents"] });
  };
  const canSign = status === "awaiting-approval" && plan !== undefined;
  const canCancel = OPEN.includes(status);
  const canUndo = STANDING.includes(status);
  if (!canSign && !canCancel && !canUndo) return null;
  return (
    <section className="card decide" aria-labelledby="decide">
      <div className="card-head">
        <h2 id="decide">{canSign ? "Sign this plan, as it is shown" : "What can be done"}</h2>
        {canSign && (
          <span className="sub">
            Risk asks for {riskNames[plan.risk.tier]}; {signatures.length} of {count(neededSignatureCount, "signature")}{" "}
            so far. Plan <code>{plan.hash.slice(0, 12)}</code>
          </span>
        )}
      </div>
      {signatures.length > 0 && (
        <ul className="signed">
          {signatures.map(({ by, atMs, reason: why }) => (
            <li key={by}>
              <strong>{plain(by)}</strong>{" "}
              <time dateTime={new Date(atMs).toISOString()}>{new Date(atMs).toLocaleString()}</time>{" "}
              <span className="sub">{plain(why)}</span>
            </li>
          ))}
        </ul>
      )}
      {canSign && plan.risk.reasons.length > 0 && (
        <>
          <p className="sub">More than what passes without a signature:</p>
          <ul className="reasons">
            {plan.risk.reasons.map((one) => (
              <li key={one}>{plain(one)}</li>
            ))}
          </ul>
        </>
      )}
      <div className="field">
        <label htmlFor={reasonId}>Why (kept with it)</label>
        <input
          id={reasonId}
          type="text"
          maxLength={500}
          value={reason}
          onChange={({ target }) => setReason(target.value)}
        />
      </div>
      <p className="orders">
        {canSign && (
          <AskTwice action="decide-intent" label="Approve" sure="Yes, let it be built" run={order("approve")} />
        )}
        {canSign && (
          <AskTwice action="decide-intent" label="Turn down" sure="Yes, turn it down" run={order("reject")} />
        )}
        {canCancel && (
          <AskTwice action="ask-intent" label="Cancel the request" sure="Yes, cancel it" run={order("cancel")} />
        )}
        {canUndo && (
          <AskTwice
            action="undo-intent"
            label={status === "fulfilled" ? "Undo" : "Stop and take back"}
            sure="Yes, take away what was made"
            run={order("undo")}
          />
        )}
      </p>
    </section>
  );
}
