import { KillSwitchRequest } from "@skylane/core";
import { setKillSwitch, signedBy } from "@skylane/engine";
import { killSwitch, once, orderHandler, ports, publisher } from "@skylane/runtime";
import { rights } from "@skylane/runtime/rights";

/** PUT /v1/kill-switch */
export const handler = orderHandler(
  ports(killSwitch, once, publisher, rights),
  { action: "set-kill-switch", body: KillSwitchRequest },
  (deps, { body, by }) => setKillSwitch(deps, { ...body, by: signedBy({ id: by }, body.by) }),
);
