import { publishDocuments, whereActing } from "@skylane/engine";
import { documents, eventHandler, ports, regionLease } from "@skylane/runtime";
import { repository } from "@skylane/runtime/documenting";

/** When documents were written: to the Git repository, where the configuration names one. */
export const handler = eventHandler(
  ports(documents, regionLease, repository),
  ["intent.documented.v1"],
  whereActing((deps, event) => publishDocuments(deps, event.data)),
);
