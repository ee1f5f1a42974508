import type { KillSwitchView } from "@skylane/core";
import { useId } from "react";
import * as z from "zod";
import { setKillSwitch } from "../api/orders.ts";
import { useDraft } from "../session/use-draft.ts";
import { AskTwice } from "../shell/ask-twice.tsx";
import { Heading } from "../shell/heading.tsx";
import { plain } from "../shell/plain-text.ts";

const Reason = z.string().max(500);

/** Whether anything may be moved at all, who said so, and the other way round. */
export function KillSwitch({ value: { isStopped, by, reason } }: { readonly value: KillSwitchView }) {
  const [why, setWhy, forgetWhy] = useDraft("kill-switch", Reason, "");
  const whyId = useId();
  const order = async (): Promise<void> => {
    await setKillSwitch(!isStopped, why.trim() || "ordered on the page");
    forgetWhy();
  };
  return (
    <header className={`verdict ${isStopped ? "bad" : "good"}`}>
      <div>
        <Heading>{isStopped ? "The kill switch is on: nothing is moved" : "Skylane may move traffic"}</Heading>
        <p>
          {by === undefined
            ? "Nobody has touched the kill switch."
            : `${plain(by)}: ${plain(reason ?? "no reason given")}`}
        </p>
      </div>
      <div className="order">
        <label htmlFor={whyId}>Reason, for who reads it later</label>
        <input
          id={whyId}
          value={why}
          maxLength={500}
          autoComplete="off"
          onChange={({ target }) => setWhy(target.value)}
        />
        <AskTwice
          action="set-kill-switch"
          key={String(isStopped)}
          label={isStopped ? "Let moves go on" : "Stop every move"}
          sure={isStopped ? "Yes, let them go on" : "Yes, stop every move"}
          run={order}
        />
      </div>
    </header>
  );
}
