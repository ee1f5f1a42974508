import { KillSwitchRequest } from "@skylane/core";
import { httpHandler } from "@skylane/runtime";

/** PUT /v1/kill-switch */
export const handler = httpHandler({ body: KillSwitchRequest }, async ({ deps }, { body }) => {
  await deps.killSwitch.set(body.isStopped, body.by, body.reason);
  return body;
});
