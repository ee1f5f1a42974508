import { readStatus } from "@skylane/engine";
import { builtGroups, health, incidents, performance, plans, ports, taskHandler } from "@skylane/runtime";
import { statusPage } from "@skylane/runtime/pages";
import { site } from "@skylane/runtime/publishing-site";
import * as z from "zod";

/** Every five minutes: the status page, as it stands, to where everybody can read it. Each Region writes its own. */
export const handler = taskHandler(
  ports(builtGroups, health, incidents, performance, plans, site),
  z.looseObject({}),
  async (deps) => deps.site.publish(statusPage(await readStatus(deps))),
);
