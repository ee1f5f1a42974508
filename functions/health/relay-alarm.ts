import { relayAlarm } from "@skylane/engine";
import { builtGroups, ports, publisher, taskHandler, topologies } from "@skylane/runtime";
import { alarmReader } from "@skylane/runtime/knowing";
import * as z from "zod";

/** On each notice of AWS about a link: an alarm of CloudWatch, a tunnel's state, planned work. The adapter knows their forms. */
export const handler = taskHandler(
  ports(alarmReader, builtGroups, publisher, topologies),
  z.unknown(),
  (deps, notice) => relayAlarm(deps, "aws", notice),
);
