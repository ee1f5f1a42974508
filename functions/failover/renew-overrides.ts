import { renewOverrides, whereActing } from "@skylane/engine";
import { taskHandler } from "@skylane/runtime";
import * as z from "zod";

/** Every five minutes: overrides of moves that stand. */
export const handler = taskHandler(
  z.looseObject({}),
  whereActing((deps) => renewOverrides(deps)),
);
