import { cloudEvent, http } from "@google-cloud/functions-framework";
import { discoverCloud, discoverOnChange } from "@skylane/engine";
import { theRuntime } from "@skylane/runtime";
import { changeOf } from "./change-of.ts";

/** Every hour, called by Cloud Scheduler: what there is in Google Cloud, seen with the function's own service account. */
http("discover", async (_, response) => {
  response.json(await discoverCloud(theRuntime().deps, "gcp"));
});

/** On each audit log entry that Eventarc brings. */
cloudEvent("discover-on-change", async (event: unknown) => {
  const change = changeOf(event);
  if (change) await discoverOnChange(theRuntime().deps, change);
});
