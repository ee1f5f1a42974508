import { app } from "@azure/functions";
import { handInLook } from "@skylane/engine";
import { asInvocation, hubPublisher, lookInbox, ports } from "@skylane/runtime";
import { surveyor } from "@skylane/runtime/surveying-azure";

const { make } = ports(hubPublisher, lookInbox, surveyor);

/** Every hour: what there is in Azure, seen with the app's own managed identity. */
app.timer("discover", {
  schedule: "0 0 * * * *",
  handler: asInvocation(async () => void (await handInLook(await make(), "azure"))),
});
