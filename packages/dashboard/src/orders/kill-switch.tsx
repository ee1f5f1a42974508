import type { KillSwitchView } from "@skylane/core";
import { setKillSwitch } from "../api/orders.ts";
import { AskTwice } from "../shell/ask-twice.tsx";
import { Heading } from "../shell/heading.tsx";

/** Whether anything may be moved at all, who said so, and the other way round. */
export const KillSwitch = ({ value: { isStopped, by, reason } }: { readonly value: KillSwitchView }) => (
  <header className={`verdict ${isStopped ? "bad" : "good"}`}>
    <div>
      <Heading>{isStopped ? "The kill switch is on: nothing is moved" : "Skylane may move traffic"}</Heading>
      <p>{by === undefined ? "Nobody has touched the kill switch." : `${by}: ${reason ?? "no reason given"}`}</p>
    </div>
    <AskTwice
      action="set-kill-switch"
      key={String(isStopped)}
      label={isStopped ? "Let moves go on" : "Stop every move"}
      sure={isStopped ? "Yes, let them go on" : "Yes, stop every move"}
      run={() => setKillSwitch(!isStopped, "ordered on the page")}
    />
  </header>
);
