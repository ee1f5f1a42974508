import { cloudEvent } from "@google-cloud/functions-framework";
import { relayAlarm } from "@skylane/engine";
import { asInvocation, hubPublisher, ports } from "@skylane/runtime";
import { alarmReader } from "@skylane/runtime/knowing";

const { make } = ports(alarmReader, hubPublisher);

/** On each notification of Cloud Monitoring that Pub/Sub brings. */
cloudEvent(
  "relay-alarm",
  asInvocation(async (event: unknown) => {
    await relayAlarm({ ...(await make()), topologies: undefined }, "gcp", event);
  }),
);
