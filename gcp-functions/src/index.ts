import { cloudEvent, http } from "@google-cloud/functions-framework";
import { burstsIn, discoverCloud, discoverOnChange, relayAlarm, runProbeBurst } from "@skylane/engine";
import { ports, publisher, topologies } from "@skylane/runtime";
import { alarmReader } from "@skylane/runtime/knowing";
import { healthInMemory, prober } from "@skylane/runtime/probing";
import { surveyor } from "@skylane/runtime/surveying-gcp";
import { changeOf } from "./change-of.ts";
import { scheduledAt } from "./scheduled-at.ts";

const looking = ports(publisher, surveyor, topologies);
const probing = ports(healthInMemory, prober, publisher);
const relaying = ports(alarmReader, publisher, topologies);

/** Every hour, called by Cloud Scheduler: what there is in Google Cloud, seen with the function's own service account. */
http("discover", async (_, response) => {
  response.json(await discoverCloud(await looking.make(), "gcp"));
});

/** Every minute, called by Cloud Scheduler: a burst from each vantage in Google Cloud, for what is left of its minute. */
http("probe", async ({ headers }, response) => {
  const deps = await probing.make();
  const bursts = burstsIn(deps.config, "gcp", scheduledAt(headers) ?? deps.clock.nowMs());
  response.json(await Promise.all(bursts.map((burst) => runProbeBurst(deps, burst))));
});

/** On each audit log entry that Eventarc brings. */
cloudEvent("discover-on-change", async (event: unknown) => {
  const change = changeOf(event);
  if (change) await discoverOnChange(await looking.make(), change);
});

/** On each notification of Cloud Monitoring that Pub/Sub brings. */
cloudEvent("relay-alarm", async (event: unknown) => {
  await relayAlarm(await relaying.make(), "gcp", event);
});
