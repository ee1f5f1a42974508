import { app } from "@azure/functions";
import { handInLookOnChange } from "@skylane/engine";
import { asInvocation, hubPublisher, lookInbox, ports } from "@skylane/runtime";
import { surveyor } from "@skylane/runtime/surveying-azure";
import { changeOf } from "../change-of.ts";

const { make } = ports(hubPublisher, lookInbox, surveyor);

/** On each entry of the Activity Log that Event Grid brings. */
app.eventGrid("discover-on-change", {
  handler: asInvocation(async (event) => {
    const change = changeOf(event);
    if (change) await handInLookOnChange(await make(), change);
  }),
});
