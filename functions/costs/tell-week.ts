import { sendAlert, weekOfCosts, whereActing } from "@skylane/engine";
import {
  billStore,
  builtGroups,
  costFindings,
  meterStore,
  outbox,
  ports,
  regionLease,
  taskHandler,
  topologies,
} from "@skylane/runtime";
import { channels } from "@skylane/runtime/telling";
import * as z from "zod";

/** Every Monday: what the week cost, to the channel of Slack, where there is one; nobody is paged by it. */
export const handler = taskHandler(
  ports(billStore, builtGroups, channels, costFindings, meterStore, outbox, regionLease, topologies),
  z.looseObject({}),
  whereActing(async (deps) => {
    const { slack } = deps.config.alerts;
    if (!slack) return { isTold: false };
    const alert = await weekOfCosts(deps);
    if (alert)
      await sendAlert(
        deps,
        alert,
        deps.channels.filter(({ name }) => name === "slack"),
      );
    return { isTold: alert !== undefined };
  }),
);
