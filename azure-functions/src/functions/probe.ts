import { app } from "@azure/functions";
import { burstsIn, runProbeBurst } from "@skylane/engine";
import { asInvocation, healthInMemory, hubGroups, hubPublisher, ports } from "@skylane/runtime";
import { prober } from "@skylane/runtime/probing";

const { make } = ports(healthInMemory, hubGroups, hubPublisher, prober);

/** Every minute: a burst from each vantage in Azure. One that is past due probes for what is left of the minute it comes in. */
app.timer("probe", {
  schedule: "0 * * * * *",
  handler: asInvocation(async () => {
    const deps = await make();
    const bursts = burstsIn(deps.config, "azure", deps.clock.nowMs());
    await Promise.all(bursts.map((burst) => runProbeBurst(deps, burst)));
  }),
});
