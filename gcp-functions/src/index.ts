import { cloudEvent, http } from "@google-cloud/functions-framework";
import { burstsIn, discoverCloud, discoverOnChange, relayAlarm, runProbeBurst } from "@skylane/engine";
import { theRuntime } from "@skylane/runtime";
import { changeOf } from "./change-of.ts";
import { scheduledAt } from "./scheduled-at.ts";

/** Every hour, called by Cloud Scheduler: what there is in Google Cloud, seen with the function's own service account. */
http("discover", async (_, response) => {
  response.json(await discoverCloud(theRuntime().deps, "gcp"));
});

/** Every minute, called by Cloud Scheduler: a burst from each vantage in Google Cloud, for what is left of its minute. */
http("probe", async ({ headers }, response) => {
  const { deps } = theRuntime();
  const bursts = burstsIn(deps.config, "gcp", scheduledAt(headers) ?? deps.clock.nowMs());
  response.json(await Promise.all(bursts.map((burst) => runProbeBurst(deps, burst))));
});

/** On each audit log entry that Eventarc brings. */
cloudEvent("discover-on-change", async (event: unknown) => {
  const change = changeOf(event);
  if (change) await discoverOnChange(theRuntime().deps, change);
});

/** On each notification of Cloud Monitoring that Pub/Sub brings. */
cloudEvent("relay-alarm", async (event: unknown) => {
  await relayAlarm(theRuntime().deps, "gcp", event);
});
