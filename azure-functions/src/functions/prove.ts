import { app } from "@azure/functions";
import { answerForAMinute } from "@skylane/engine";
import { asInvocation, ports, proofInbox, provesFrom } from "@skylane/runtime";
import { names } from "@skylane/runtime/naming";
import { prober } from "@skylane/runtime/probing";

const { make } = ports(names, prober, proofInbox);

/** Every minute: what the hub wants measured from the virtual network that the app is integrated with. */
app.timer("prove", {
  schedule: "0 * * * * *",
  handler: asInvocation(async () => void (await answerForAMinute(await make(), await provesFrom()))),
});
