import { CloudId } from "@skylane/core";
import { discoverCloud, whereActing } from "@skylane/engine";
import { builtGroups, ports, publisher, regionLease, taskHandler, topologies } from "@skylane/runtime";
import { surveyor } from "@skylane/runtime/surveying";
import * as z from "zod";

/** Every hour and once at start, one cloud. */
export const handler = taskHandler(
  ports(builtGroups, publisher, regionLease, surveyor, topologies),
  z.strictObject({ cloud: CloudId }),
  whereActing((deps, { cloud }) => discoverCloud(deps, cloud)),
);
