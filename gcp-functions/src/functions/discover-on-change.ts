import { cloudEvent } from "@google-cloud/functions-framework";
import { handInLookOnChange } from "@skylane/engine";
import { asInvocation, hubPublisher, lookInbox, ports } from "@skylane/runtime";
import { surveyor } from "@skylane/runtime/surveying-gcp";
import { changeOf } from "../change-of.ts";

const { make } = ports(hubPublisher, lookInbox, surveyor);

/** On each entry of the audit log that Pub/Sub brings. */
cloudEvent(
  "discover-on-change",
  asInvocation(async (event: unknown) => {
    const change = changeOf(event);
    if (change) await handInLookOnChange(await make(), change);
  }),
);
