import { app } from "@azure/functions";
import { handInLook } from "@skylane/engine";
import { lookInbox, ports, publisher } from "@skylane/runtime";
import { surveyor } from "@skylane/runtime/surveying-azure";

const { make } = ports(lookInbox, publisher, surveyor);

/** Every hour: what there is in Azure, seen with the app's own managed identity. */
app.timer("discover", {
  schedule: "0 0 * * * *",
  handler: async () => void (await handInLook(await make(), "azure")),
});
