import { refreshChoices } from "@skylane/engine";
import { taskHandler } from "@skylane/runtime";
import * as z from "zod";

/** Every hour, and once at start. */
export const handler = taskHandler(z.looseObject({}), (deps) => refreshChoices(deps));
