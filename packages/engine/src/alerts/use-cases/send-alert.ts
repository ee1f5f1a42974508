import type { Alert, AlertChannel, OutboxAlert } from "@skylane/core";
import type { Deps } from "../../deps.ts";

/** Puts an alert into the outbox and sends it on these channels; what was sent before is not sent again. */
export async function sendAlert(
  deps: Pick<Deps, "clock" | "outbox" | "log">,
  alert: Alert,
  channels: readonly AlertChannel[],
): Promise<void> {
  const kept = await deps.outbox.add({ alert, deliveries: [] });
  if (kept.deliveries.length > 0) return;
  const deliveries = await Promise.all(
    channels.map(async (channel): Promise<OutboxAlert["deliveries"][number]> => {
      const { outcome, reason } = await channel.send(alert);
      return { channel: channel.name, outcome, atMs: deps.clock.nowMs(), ...(reason !== undefined && { reason }) };
    }),
  );
  await deps.outbox.save({ alert, deliveries });
  deps.log.info("alert raised", { alertId: alert.id, urgency: alert.urgency, title: alert.title, deliveries });
}
