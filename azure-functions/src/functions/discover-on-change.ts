import { app } from "@azure/functions";
import { discoverOnChange } from "@skylane/engine";
import { theRuntime } from "@skylane/runtime";
import { changeOf } from "../change-of.ts";

/** On each entry of the Activity Log that Event Grid brings. */
app.eventGrid("discover-on-change", {
  handler: async (event) => {
    const change = changeOf(event);
    if (change) await discoverOnChange(theRuntime().deps, change);
  },
});
