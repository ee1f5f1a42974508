import { showMetrics } from "@skylane/engine";
import {
  builtGroups,
  capacities,
  costFindings,
  health,
  httpHandler,
  incidents,
  killSwitch,
  meterStore,
  performance,
  ports,
  regionBeats,
  sloLedgers,
  topologies,
} from "@skylane/runtime";

/** GET /metrics */
export const handler = httpHandler(
  ports(
    builtGroups,
    capacities,
    costFindings,
    health,
    incidents,
    killSwitch,
    meterStore,
    performance,
    regionBeats,
    sloLedgers,
    topologies,
  ),
  { isMetrics: true },
  (deps, { accept }) => showMetrics(deps, accept),
);
