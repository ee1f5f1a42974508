import type { Alert, OutboxAlert } from "@skylane/core";
import type { Deps } from "../../deps.ts";
import type { AlertingEvent } from "../word-alert.ts";
import { wordAlert } from "../word-alert.ts";

/** Puts the alert for an event into the outbox and sends it on every channel; what was sent before is not sent again. */
export async function raiseAlert(
  deps: Pick<Deps, "clock" | "outbox" | "channels" | "log">,
  event: AlertingEvent,
): Promise<Alert | undefined> {
  const alert = wordAlert(event);
  if (!alert) return undefined;
  const kept = await deps.outbox.add({ alert, deliveries: [] });
  if (kept.deliveries.length > 0) return alert;
  const deliveries = await Promise.all(
    deps.channels.map(async (channel): Promise<OutboxAlert["deliveries"][number]> => {
      const { outcome, reason } = await channel.send(alert);
      return { channel: channel.name, outcome, atMs: deps.clock.nowMs(), ...(reason !== undefined && { reason }) };
    }),
  );
  await deps.outbox.save({ alert, deliveries });
  deps.log.info("alert raised", { alertId: alert.id, urgency: alert.urgency, title: alert.title, deliveries });
  return alert;
}
