import { http } from "@google-cloud/functions-framework";
import { handInLook } from "@skylane/engine";
import { asInvocation, hubPublisher, lookInbox, ports } from "@skylane/runtime";
import { surveyor } from "@skylane/runtime/surveying-gcp";

const { make } = ports(hubPublisher, lookInbox, surveyor);

/** Every hour, called by Cloud Scheduler: what there is in Google Cloud, seen with the function's own service account. */
http(
  "discover",
  asInvocation(async (_, response) => {
    response.json(await handInLook(await make(), "gcp"));
  }),
);
