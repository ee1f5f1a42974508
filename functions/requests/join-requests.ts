import { joinRequests, whereActing } from "@skylane/engine";
import { ports, regionLease, taskHandler } from "@skylane/runtime";
import { requestLedger } from "@skylane/runtime/requesting";
import * as z from "zod";

/** Every minute: spans that came three minutes ago. */
export const handler = taskHandler(
  ports(regionLease, requestLedger),
  z.looseObject({}),
  whereActing((deps) => joinRequests(deps)),
);
