import { ExpectStep, proveTraffic } from "@skylane/engine";
import { builtGroups, incidents, plans, ports, taskHandler } from "@skylane/runtime";
import { prober } from "@skylane/runtime/probing";
import { steering } from "@skylane/runtime/steering";
import { traces } from "@skylane/runtime/tracing";

/** Step of the failover and failback workflows: what traffic shows. */
export const handler = taskHandler(
  ports(builtGroups, incidents, plans, prober, steering, traces),
  ExpectStep,
  proveTraffic,
);
