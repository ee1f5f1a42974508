import { reconsiderPaths, whereActing } from "@skylane/engine";
import { taskHandler } from "@skylane/runtime";
import * as z from "zod";

/** Every minute: what only the other Region heard of. */
export const handler = taskHandler(
  z.looseObject({}),
  whereActing((deps) => reconsiderPaths(deps)),
);
