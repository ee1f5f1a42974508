import { app } from "@azure/functions";
import { discoverOnChange } from "@skylane/engine";
import { ports, publisher, topologies } from "@skylane/runtime";
import { surveyor } from "@skylane/runtime/looking";
import { changeOf } from "../change-of.ts";

const { make } = ports(publisher, surveyor, topologies);

/** On each entry of the Activity Log that Event Grid brings. */
app.eventGrid("discover-on-change", {
  handler: async (event) => {
    const change = changeOf(event);
    if (change) await discoverOnChange(await make(), change);
  },
});
