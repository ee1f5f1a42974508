import { WeekReportQuery } from "@skylane/core";
import { showWeekReport } from "@skylane/engine";
import {
  approvals,
  billStore,
  builtGroups,
  costFindings,
  drills,
  eventLog,
  httpHandler,
  incidents,
  intents,
  killSwitch,
  meterStore,
  performance,
  ports,
  sloLedgers,
  topologies,
  traces,
  weekReports,
} from "@skylane/runtime";
import { weekPage } from "@skylane/runtime/pages";

/** GET /v1/reports/week?week=2026-W47 */
export const handler = httpHandler(
  ports(
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
    performance,
    sloLedgers,
    topologies,
    traces,
    weekReports,
  ),
  { query: WeekReportQuery, page: weekPage },
  (deps, { query }) => showWeekReport(deps, query.week),
);
