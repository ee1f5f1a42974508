import { CloudId } from "@skylane/core";
import { discoverCloud, whereActing } from "@skylane/engine";
import { taskHandler } from "@skylane/runtime";
import * as z from "zod";

/** Every hour and once at start, one cloud. */
export const handler = taskHandler(
  z.strictObject({ cloud: CloudId }),
  whereActing((deps, { cloud }) => discoverCloud(deps, cloud)),
);
