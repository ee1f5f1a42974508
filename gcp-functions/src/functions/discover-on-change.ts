import { cloudEvent } from "@google-cloud/functions-framework";
import { handInLookOnChange } from "@skylane/engine";
import { lookInbox, ports, publisher } from "@skylane/runtime";
import { surveyor } from "@skylane/runtime/surveying-gcp";
import { changeOf } from "../change-of.ts";

const { make } = ports(lookInbox, publisher, surveyor);

/** On each entry of the audit log that Pub/Sub brings. */
cloudEvent("discover-on-change", async (event: unknown) => {
  const change = changeOf(event);
  if (change) await handInLookOnChange(await make(), change);
});
