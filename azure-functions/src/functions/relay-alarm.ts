import { app } from "@azure/functions";
import { relayAlarm } from "@skylane/engine";
import { ports, publisher, topologies } from "@skylane/runtime";
import { alarmReader } from "@skylane/runtime/looking";

const { make } = ports(alarmReader, publisher, topologies);

/** On each alert that an action group sends, in the common alert schema. Event Grid carries none; only who has the function's key may call. */
app.http("relay-alarm", {
  methods: ["POST"],
  authLevel: "function",
  handler: async (request) => {
    await relayAlarm(await make(), "azure", await request.json());
    return { status: 202 };
  },
});
