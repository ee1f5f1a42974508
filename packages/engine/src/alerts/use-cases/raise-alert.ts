import type { Alert } from "@skylane/core";
import type { Deps } from "../../deps.ts";
import type { AlertingEvent } from "../word-alert.ts";
import { wordAlert } from "../word-alert.ts";
import { sendAlert } from "./send-alert.ts";

/** Tells a person of an event on every channel; what was sent before is not sent again. */
export async function raiseAlert(
  deps: Pick<Deps, "clock" | "outbox" | "channels" | "log">,
  event: AlertingEvent,
): Promise<Alert | undefined> {
  const alert = wordAlert(event);
  if (alert) await sendAlert(deps, alert, deps.channels);
  return alert;
}
