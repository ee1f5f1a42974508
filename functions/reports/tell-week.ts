import { tellWeek, whereActing } from "@skylane/engine";
import {
  approvals,
  billStore,
  builtGroups,
  costFindings,
  drills,
  eventLog,
  incidents,
  intents,
  killSwitch,
  meterStore,
  outbox,
  performance,
  ports,
  regionLease,
  sloLedgers,
  taskHandler,
  topologies,
  traces,
  weekReports,
} from "@skylane/runtime";
import { channels } from "@skylane/runtime/telling";
import * as z from "zod";

/** Every Monday: keeps the report of the week before, and tells of it in the channel of Slack, where there is one; nobody is paged by it. */
export const handler = taskHandler(
  ports(
    approvals,
    billStore,
    builtGroups,
    channels,
    costFindings,
    drills,
    eventLog,
    incidents,
    intents,
    killSwitch,
    meterStore,
    outbox,
    performance,
    regionLease,
    sloLedgers,
    topologies,
    traces,
    weekReports,
  ),
  z.looseObject({}),
  whereActing(tellWeek),
);
