import { http } from "@google-cloud/functions-framework";
import { handInLook } from "@skylane/engine";
import { lookInbox, ports, publisher } from "@skylane/runtime";
import { surveyor } from "@skylane/runtime/surveying-gcp";

const { make } = ports(lookInbox, publisher, surveyor);

/** Every hour, called by Cloud Scheduler: what there is in Google Cloud, seen with the function's own service account. */
http("discover", async (_, response) => {
  response.json(await handInLook(await make(), "gcp"));
});
