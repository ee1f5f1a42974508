import { readOverview } from "@skylane/engine";
import {
  builtGroups,
  health,
  httpHandler,
  incidents,
  killSwitch,
  plans,
  ports,
  theSurroundings,
  watches,
} from "@skylane/runtime";

/** GET /v1/overview */
export const handler = httpHandler(
  ports(builtGroups, health, incidents, killSwitch, plans, watches),
  {},
  async (deps) => readOverview(deps, (await theSurroundings()).settings.labPath),
);
