import { http } from "@google-cloud/functions-framework";
import { burstsIn, runProbeBurst } from "@skylane/engine";
import { asInvocation, healthInMemory, hubGroups, hubPublisher, ports } from "@skylane/runtime";
import { prober } from "@skylane/runtime/probing";
import { scheduledAt } from "../scheduled-at.ts";

const { make } = ports(healthInMemory, hubGroups, hubPublisher, prober);

/** Every minute, called by Cloud Scheduler: a burst from each vantage in Google Cloud, for what is left of its minute. */
http(
  "probe",
  asInvocation(async ({ headers }, response) => {
    const deps = await make();
    const bursts = burstsIn(deps.config, "gcp", scheduledAt(headers) ?? deps.clock.nowMs());
    response.json(await Promise.all(bursts.map((burst) => runProbeBurst(deps, burst))));
  }),
);
