import { refreshChoices, whereActing } from "@skylane/engine";
import { taskHandler } from "@skylane/runtime";
import * as z from "zod";

/** Every hour, and once at start. */
export const handler = taskHandler(
  z.looseObject({}),
  whereActing((deps) => refreshChoices(deps)),
);
