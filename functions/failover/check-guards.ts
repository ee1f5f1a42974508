import { checkGuards, FailoverOrder, ifActing } from "@skylane/engine";
import {
  alarms,
  approvals,
  builtGroups,
  health,
  incidents,
  killSwitch,
  pathOverrides,
  plans,
  ports,
  publisher,
  regionLease,
  taskHandler,
} from "@skylane/runtime";
import { prober } from "@skylane/runtime/probing";
import { traces } from "@skylane/runtime/tracing";

/** Step of the failover workflow: may this group be moved. */
export const handler = taskHandler(
  ports(
    alarms,
    approvals,
    builtGroups,
    health,
    incidents,
    killSwitch,
    pathOverrides,
    plans,
    prober,
    publisher,
    regionLease,
    traces,
  ),
  FailoverOrder,
  ifActing(checkGuards),
);
