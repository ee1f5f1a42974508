import { http } from "@google-cloud/functions-framework";
import { answerForAMinute } from "@skylane/engine";
import { asInvocation, ports, proofInbox, provesFrom } from "@skylane/runtime";
import { names } from "@skylane/runtime/naming";
import { prober } from "@skylane/runtime/probing";

const { make } = ports(names, prober, proofInbox);

/** Every minute, called by Cloud Scheduler: what the hub wants measured from the network that the function sends into. */
http(
  "prove",
  asInvocation(async (_, response) => {
    response.json(await answerForAMinute(await make(), await provesFrom()));
  }),
);
