import { refreshChoices } from "@skylane/engine";
import { builtGroups, ports, publisher, taskHandler } from "@skylane/runtime";
import * as z from "zod";

/** Every hour, and once at start. */
export const handler = taskHandler(ports(builtGroups, publisher), z.looseObject({}), (deps) => refreshChoices(deps));
