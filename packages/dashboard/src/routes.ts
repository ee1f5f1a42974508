import { askRoute } from "./ask/route.tsx";
import { auditRoute } from "./audit/route.tsx";
import { costsRoute } from "./costs/route.tsx";
import { drillRoute, drillsRoute } from "./drills/route.tsx";
import { exploreRoute } from "./explore/route.tsx";
import { incidentRoute, incidentsRoute } from "./incidents/route.tsx";
import { intentRoute, intentsRoute } from "./intents/route.tsx";
import { ordersRoute } from "./orders/route.tsx";
import { overviewRoute } from "./overview/route.tsx";
import { pathRoute } from "./paths/route.tsx";
import { reportRoute } from "./report/route.tsx";
import { settingsRoute } from "./settings/route.tsx";
import { rootRoute } from "./shell/root-route.tsx";
import { whatIfRoute } from "./what-if/route.tsx";

/** Every page there is, in the order of the navigation. */
export const routeTree = rootRoute.addChildren([
  overviewRoute,
  exploreRoute,
  askRoute,
  incidentsRoute,
  incidentRoute,
  pathRoute,
  ordersRoute,
  intentsRoute,
  intentRoute,
  drillsRoute,
  drillRoute,
  costsRoute,
  whatIfRoute,
  reportRoute,
  auditRoute,
  settingsRoute,
]);
