import { app } from "@azure/functions";
import { discoverCloud } from "@skylane/engine";
import { theRuntime } from "@skylane/runtime";

/** Every hour: what there is in Azure, seen with the function's own managed identity. */
app.timer("discover", {
  schedule: "0 0 * * * *",
  handler: async () => void (await discoverCloud(theRuntime().deps, "azure")),
});
