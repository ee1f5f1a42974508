import { app } from "@azure/functions";
import { relayAlarm } from "@skylane/engine";
import { asInvocation, hubPublisher, ports } from "@skylane/runtime";
import { alarmReader } from "@skylane/runtime/knowing";

const { make } = ports(alarmReader, hubPublisher);

/**
 * On each alert that an action group sends, in the common alert schema. No key opens it: the app in front lets in who shows a
 * token of Azure Monitor's, and nobody else.
 */
app.http("relay-alarm", {
  methods: ["POST"],
  authLevel: "anonymous",
  handler: asInvocation(async (request) => {
    await relayAlarm({ ...(await make()), topologies: undefined }, "azure", await request.json());
    return { status: 202 };
  }),
});
