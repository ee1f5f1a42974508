import type { CloudId, EventDraft, LinkAlarm } from "@skylane/core";
import type { Deps } from "../../deps.ts";
import { resolveAlarm } from "../alarms/resolve-alarm.ts";

/**
 * Tells what a cloud sent about one of its alarms as an event of ours, with the connections it is about. Whatever it is, it is
 * told: an alarm that is not known, or about nothing that is ours, is recorded and counts for nothing.
 * Where what discovery saw is out of reach, in another cloud, the configuration alone says what an id belongs to.
 * @throws ERR_ALARM_INVALID
 */
export async function relayAlarm(
  deps: Pick<Deps, "config" | "alarmReader" | "publisher" | "log"> & Partial<Pick<Deps, "topologies">>,
  cloud: CloudId,
  notice: unknown,
): Promise<LinkAlarm> {
  const read = deps.alarmReader.read(cloud, notice);
  const alarm = resolveAlarm(read, deps.config, (await deps.topologies?.latest())?.topology);
  const { alarmId, kind, isRaised, atMs, connectionIds } = alarm;
  await deps.publisher.publish([
    {
      type: "alarm.raised.v1",
      subject: `${cloud}:${alarmId}`,
      epoch: 0,
      seq: atMs,
      idempotencyKey: `alarm:${cloud}:${alarmId}:${atMs}:${isRaised}`,
      data: alarm,
    } satisfies EventDraft,
  ]);
  deps.log.info("alarm relayed", { cloud, alarmId, kind, isRaised, connectionIds });
  return alarm;
}
