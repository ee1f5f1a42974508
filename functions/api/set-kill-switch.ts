import { KillSwitchRequest } from "@skylane/core";
import { setKillSwitch, signedBy } from "@skylane/engine";
import { httpHandler } from "@skylane/runtime";

/** PUT /v1/kill-switch */
export const handler = httpHandler({ action: "set-kill-switch", body: KillSwitchRequest }, ({ deps }, { body, by }) =>
  setKillSwitch(deps, { ...body, by: signedBy({ id: by }, body.by) }),
);
