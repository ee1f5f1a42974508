import { app } from "@azure/functions";
import { discoverCloud } from "@skylane/engine";
import { ports, publisher, topologies } from "@skylane/runtime";
import { surveyor } from "@skylane/runtime/looking";

const { make } = ports(publisher, surveyor, topologies);

/** Every hour: what there is in Azure, seen with the function's own managed identity. */
app.timer("discover", {
  schedule: "0 0 * * * *",
  handler: async () => void (await discoverCloud(await make(), "azure")),
});
