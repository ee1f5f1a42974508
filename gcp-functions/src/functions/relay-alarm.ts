import { cloudEvent } from "@google-cloud/functions-framework";
import { relayAlarm } from "@skylane/engine";
import { ports, publisher } from "@skylane/runtime";
import { alarmReader } from "@skylane/runtime/knowing";

const { make } = ports(alarmReader, publisher);

/** On each notification of Cloud Monitoring that Pub/Sub brings. */
cloudEvent("relay-alarm", async (event: unknown) => {
  await relayAlarm(await make(), "gcp", event);
});
