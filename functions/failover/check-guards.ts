import { checkGuards, FailoverOrder, ifActing } from "@skylane/engine";
import {
  alarms,
  approvals,
  health,
  incidents,
  killSwitch,
  pathOverrides,
  plans,
  ports,
  prober,
  publisher,
  regionLease,
  taskHandler,
} from "@skylane/runtime";

/** Step of the failover workflow: may this group be moved. */
export const handler = taskHandler(
  ports(alarms, approvals, health, incidents, killSwitch, pathOverrides, plans, prober, publisher, regionLease),
  FailoverOrder,
  ifActing(checkGuards),
);
