import { app } from "@azure/functions";
import { handInLookOnChange } from "@skylane/engine";
import { lookInbox, ports, publisher } from "@skylane/runtime";
import { surveyor } from "@skylane/runtime/surveying-azure";
import { changeOf } from "../change-of.ts";

const { make } = ports(lookInbox, publisher, surveyor);

/** On each entry of the Activity Log that Event Grid brings. */
app.eventGrid("discover-on-change", {
  handler: async (event) => {
    const change = changeOf(event);
    if (change) await handInLookOnChange(await make(), change);
  },
});
